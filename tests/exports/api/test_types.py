"""The shapes of the API stand alone: no type of Lastro's insides is published by accident."""

from msgspec import Struct
from msgspec.inspect import StructType, multi_type_info

from lastro.exports.api import files, types
from lastro.exports.api.files import FILES


def test_every_published_type_is_spelled_out_in_the_two_modules_of_shapes() -> None:
    ours = {
        one for module in (types, files) for one in vars(module).values() if isinstance(one, type)
    }
    found = [info.cls for info in multi_type_info(FILES.values()) if isinstance(info, StructType)]
    assert {*found} <= ours
    for one in ours:
        if issubclass(one, Struct) and one is not Struct:
            assert one.__doc__
