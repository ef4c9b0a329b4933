"""Claims and sources as needs, with the strictest rules that sphinx-needs offers for them."""

extensions = ["sphinx_needs"]
needs_types = [
    {"directive": "claim", "title": "Claim", "prefix": "", "color": "#fff", "style": "node"},
    {"directive": "source", "title": "Source", "prefix": "", "color": "#fff", "style": "node"},
]
needs_id_regex = "^[a-z0-9-]+$"
needs_id_required = True
needs_fields = {
    "stance": {
        "nullable": True,
        "schema": {"type": "string", "enum": ["supports", "refutes", "context"]},
    },
    "decided": {"nullable": True, "schema": {"type": "string", "format": "date"}},
    "status": {"nullable": True, "schema": {"type": "string", "enum": ["withdrawn"]}},
}
needs_links = {"rests_on": {"incoming": "carries", "outgoing": "rests on"}}
needs_schema_definitions = {
    "schemas": [
        {
            "id": "claim",
            "select": {"properties": {"type": {"const": "claim"}}},
            "validate": {
                "local": {
                    "required": ["stance", "decided", "rests_on"],
                    "properties": {"rests_on": {"type": "array", "minItems": 1}},
                },
                "network": {
                    "rests_on": {
                        "type": "array",
                        "items": {
                            "local": {"properties": {"status": {"type": "string", "maxLength": 0}}}
                        },
                    }
                },
            },
        }
    ]
}
