"""No quote begins or ends inside a number, whichever country wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastro.evidence.quotes import cut_number, find
from lastro.model.base import Quote
from lastro.text.comparable import normalise

CUTS = [
    ("a fine of 2 500 euros a day", "500 euros a day", "2 500"),
    ("a fine of 2\u00a0500 euros", "500 euros", "2 500"),
    ("a fine of 2\u202f500 euros", "500 euros", "2 500"),
    ("a fine of 2\u2009500 euros", "500 euros", "2 500"),
    ("a fine of 2\u2007500 euros", "500 euros", "2 500"),
    ("a fine of 12 345 678,90 euros", "678,90 euros", "12 345 678,90"),
    ("a fine of 12 345 678,90 euros", "a fine of 12 345", "12 345 678,90"),
    ("a fine of R2 500 a day", "500 a day", "2 500"),
    ("eine Busse von 2'500 Franken", "500 Franken", "2'500"),
    ("eine Busse von 14\u2019700 Franken", "700 Franken", "14'700"),
    ("eine Busse von 14\u02bc700 Franken", "700 Franken", "14\u02bc700"),
    ("a fine of 2,500 euros", "500 euros", "2,500"),
    ("a fine of 2.500.000,50 euros", "000,50 euros", "2.500.000,50"),
    ("it was 2\u00b75 percent", "5 percent", "2\u00b75"),
    ("it was 1_000 boats", "000 boats", "1_000"),
    ("a fine of 1,00,000 rupees", "00,000 rupees", "1,00,000"),
    ("जुर्माना १,००,००० रुपये है", "००० रुपये", "१,००,०००"),
    ("জরিমানা ১,০০,০০০ টাকা", "০০০ টাকা", "১,০০,০০০"),
    ("غرامة ٢٬٥٠٠ دينار", "٥٠٠ دينار", "٢٬٥٠٠"),
    ("غرامة ٢٫٥ دينار", "٥ دينار", "٢٫٥"),
    ("جریمه ۲٬۵۰۰ ریال", "۵۰۰ ریال", "۲٬۵۰۰"),
    ("罰金は１２，３４５円", "３４５円", "１２，３４５"),
    ("罰金は1,0000円", "0000円", "1,0000"),
    ("罰金は12万3456円", "3456円", "12万3456"),
    ("罰金は12万3456円", "罰金は12", "12万3456"),
    ("罰金は12億 3456万円", "3456万円", "12億 3456万"),
    ("罚款三千五百元", "五百元", "三千五百"),
    ("벌금 3만 5천 원", "5천 원", "3만 5천"),
    ("it lost (-3 percent) there", "3 percent", "-3"),
    ("it lost (\u22123,5 %) there", "3,5 %", "-3,5 %"),
    ("it lost (- 3 percent) there", "3 percent", "- 3"),
    ("it lost \u20133 percent there", "3 percent", "-3"),
    ("it earned -$7 million there", "$7 million", "-$7 million"),
    ("it earned -$7 million there", "7 million", "-$7 million"),
    ("it earned \u2212\u20ac7 there", "\u20ac7 there", "-\u20ac7"),
    ("it earned $-7 there", "7 there", "-7"),
    ("it earned \u2212US$ 7 million there", "US$ 7 million", "-US$ 7 million"),
    ("it earned -USD 7 there", "USD 7 there", "-USD 7"),
    ("ganhou \u2212R$ 7 bilhões ali", "R$ 7 bilhões", "-R$ 7 bilhões"),
    ("it was ±3 degrees", "3 degrees", "±3"),
    ("it was 5 ± 2 degrees", "2 degrees", "5 ± 2"),
    ("it was <5 degrees", "5 degrees", "<5"),
    ("a value of 1.5×10^9 joules", "10^9 joules", "1.5×10^9"),
    ("a value of 1.5 × 10⁹ joules", "a value of 1.5", "1.5 × 10⁹"),
    ("a value of 10⁻³ metres", "a value of 10", "10⁻³"),
    ("a value of 10^6 metres", "6 metres", "10^6"),
    ("a risk of 1e6 a year", "6 a year", "1e6"),
    ("a risk of 1e-6 a year", "6 a year", "1e-6"),
    ("in 1/2 of cases", "2 of cases", "1/2"),
    ("in 1\u20442 of cases", "2 of cases", "1\u20442"),
    ("it rose 3½ times", "it rose 3", "3½"),
    ("it rose 3 1/2 times", "1/2 times", "3 1/2"),
    ("it fell by .5 percent", "5 percent", ".5"),
    ("it fell 5\u20137 percent", "7 percent", "5-7"),
    ("it fell 5-7 percent", "it fell 5", "5-7"),
    ("it fell 5 \u2013 7 percent", "7 percent", "5 - 7"),
    ("it fell 5%\u20137% there", "7% there", "5%-7%"),
    ("it cost $5\u2013$7 million", "$7 million", "5-$7 million"),
    ("it was 5 km-7 km away", "7 km away", "5 km-7"),
    ("in 2019\u201320 they left", "in 2019", "2019-20"),
    ("５００～７００円", "７００円", "５００～７００"),
    ("it fell by 7 % there", "it fell by 7", "7 %"),
    ("it fell by 7% there", "it fell by 7", "7%"),
    ("it fell by 7 ‰ there", "it fell by 7", "7 ‰"),
    ("yüzde %5 arttı", "5 arttı", "%5"),
    ("it cost 2 million euros", "it cost 2", "2 million"),
    ("it cost 2 million euros", "million euros", "2 million"),
    ("it cost 2 million 500 thousand euros", "500 thousand euros", "2 million 500 thousand"),
    ("it cost 25 lakh rupees", "lakh rupees", "25 lakh"),
    ("это 5 млн рублей", "млн рублей", "5 млн"),
    ("at 12:30 they left", "30 they left", "12:30"),
    ("on 2026-11-30 they left", "on 2026", "2026-11-30"),
    ("on 30.11.2026 they left", "2026 they left", "30.11.2026"),
    ("version 1.2.3 is out", "version 1.2", "1.2.3"),
    ("at 5°30\u2032 north", "30\u2032 north", "5°30"),
    ("it was 3:1 against", "1 against", "3:1"),
    ("in Section 3 500 people", "500 people", "3 500"),
    ("a fine of 2`500 euros", "500 euros", "2`500"),
    ("a fine of 2\uff07500 euros", "500 euros", "2\uff07500"),
    ("it was 2\u22c55 metres", "5 metres", "2\u22c55"),
    ("it was 2\u20245 metres", "5 metres", "2\u20245"),
    ("it was 2\ufe505 metres", "5 metres", "2\ufe505"),
    ("it lost \u207b3 percent", "3 percent", "\u207b3"),
    ("it lost \u27963 percent", "3 percent", "\u27963"),
    ("気温は-5度でした", "5度でした", "-5"),
    ("利益は△5億円", "5億円", "△5億"),
    ("利益は▲5億円", "5億円", "▲5億"),
    ("it was ≠3 percent", "3 percent", "≠3"),
    ("it was ⩽3 percent", "3 percent", "⩽3"),
    ("it was < 500 boats", "500 boats", "< 500"),
    ("it was ≤ 500 boats", "500 boats", "≤ 500"),
    ("it was ~ 500 boats", "500 boats", "~ 500"),
    ("it lost ( \u2212 5 percent)", "5 percent", "- 5"),
    ("some 500+ boats", "some 500", "500+"),
    ("as 4 / 5 boats said", "5 boats", "4 / 5"),
    ("it fell 5 ~ 7 percent", "7 percent", "5 ~ 7"),
    ("it fell 5÷7 percent", "7 percent", "5÷7"),
    ("it fell 5 percent-7 percent", "7 percent", "5 percent-7"),
    ("it fell 5 percent \u2013 7 percent", "7 percent", "5 percent - 7"),
    ("it cost 5 euros\u20137 euros", "7 euros", "5 euros-7"),
    ("it cost $5m \u2013 $7m there", "$7m there", "5m - $7"),
    ("it cost USD 5-USD 7 there", "USD 7 there", "5-USD 7"),
    ("it was 5 °C-7 °C there", "7 °C there", "5 °C-7"),
    ("a value of 1.5 ⋅ 10^6 metres", "10^6 metres", "1.5 ⋅ 10^6"),
    ("some 5 hundred boats", "some 5", "5 hundred"),
    ("some 5 quadrillion boats", "some 5", "5 quadrillion"),
    ("罚款5 万元", "罚款5", "5 万"),
    ("罚款叁仟伍佰元", "伍佰元", "叁仟伍佰"),
    ("罚款三点五元", "五元", "三点五"),
    ("罚款百分之五元", "五元", "百分之五"),
    ("罚款三分之一元", "罚款三", "三分之一"),
    ("ค่าปรับ 5ล้านบาท", "ค่าปรับ 5", "5ล้าน"),
    ("phạt 5 tỷ đồng", "phạt 5", "5 tỷ"),
    ("denda 5 miliar rupiah", "denda 5", "5 miliar"),
    ("kara 5 tys. zł", "kara 5", "5 tys"),
    ("kara 5 milionów zł", "kara 5", "5 milionów"),
    ("πρόστιμο 5 εκατομμύρια", "πρόστιμο 5", "5 εκατομμύρια"),
    ("קנס 5 מיליון שקל", "קנס 5", "5 מיליון"),
    ("штраф 5 мільйонів", "штраф 5", "5 мільйонів"),
    ("sakko 5 miljoonaa", "sakko 5", "5 miljoonaa"),
    ("جرمانہ 5 لاکھ", "جرمانہ 5", "5 لاکھ"),
    ("in 1\u2044\u2082 of cases", "\u2082 of cases", "1\u2044\u2082"),
    ("a fine of 2\u200b500 euros", "500 euros", "2500"),
    ("a fine of 2 \u2060500 euros", "500 euros", "2 500"),
    ("it lost -\u20603 percent there", "3 percent", "-3"),
    ("خسر -\u200f٣ هناك", "٣ هناك", "-٣"),
]
WHOLE = [
    ("a fine of 2 500 euros a day", "2 500 euros a day"),
    ("a fine of 2 500 euros a day", "a fine of 2 500"),
    ("in 2019 500 people came", "500 people came"),
    ("in 2019, 500 people came", "500 people came"),
    ("rooms 1, 2, 300 boats", "300 boats"),
    ("It was 5. 300 came later", "300 came later"),
    ("some 50 60 boats", "60 boats"),
    ("the 5000 5000 boats", "5000 boats"),
    ("it earned $7 million there", "7 million"),
    ("it earned $7 million there", "$7 million"),
    ("it earned ($7 million) there", "$7 million"),
    ("(500 people)", "500 people"),
    ("it cost 7 €", "it cost 7"),
    ("it fell by 7 % there", "7 % there"),
    ("from 3 to 5 percent", "5 percent"),
    ("they left - 500 people in all - at dawn", "500 people in all"),
    ("the fee\u2014500 euros\u2014rose", "500 euros"),
    ('he said "no"\u20143 times', "3 times"),
    ("En 2019 : 500 personnes", "500 personnes"),
    ("In 2019; 500 came", "500 came"),
    ("on 3 May 2019 we left", "May 2019 we left"),
    ("a 5-year deal", "5-year deal"),
    ("it is 5 m wide", "it is 5"),
    ("it's 5 o'clock", "it's 5"),
    ("it was $1,000, $2,000", "$2,000"),
    ("[12] 500 people came", "500 people came"),
    ("it ends in 2030. The rest", "it ends in 2030"),
    ("罰金は100円です", "100円"),
    ("罰金は10万円です", "10万円"),
    ("they paid two million", "million"),
    ("他有一点三个人", "三个人"),
    ("登陆三艘船", "三艘船"),
    ("they paid 5 euros\u20147 boats came", "5 euros"),
    ("> 500 people came", "500 people came"),
    ("it is 5 °C outside", "it is 5"),
    ("5 만세", "5"),
]


def test_there_are_cases_enough() -> None:
    assert len(CUTS) >= 60


@pytest.mark.parametrize(("text", "words", "number"), CUTS)
def test_words_that_cut_a_number_do_not_stand_and_the_number_is_named(
    text: str, words: str, number: str
) -> None:
    text = normalise(text)
    assert normalise(words) in text
    assert find(Quote(exact=words), text) is None
    assert cut_number(Quote(exact=words), text) == f"'{normalise(number)}'"


@pytest.mark.parametrize(("text", "words"), WHOLE)
def test_words_beside_a_number_and_whole_numbers_stand(text: str, words: str) -> None:
    text = normalise(text)
    assert find(Quote(exact=words), text) is not None
    assert cut_number(Quote(exact=words), text) == ""


_DIGITS = (
    "0123456789",
    "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹",
    "०१२३४५६७८९",
    "০১২৩৪৫৬৭৮৯",
    "０１２３４５６７８９",
)
_NOTATIONS = (
    *("3 500", "31\u202f500", "3'500", "3\u2019500", "3,500", "3.500,75", "1,00,000", "3٬500٫5"),
    *("-3", "\u22123,5", "3·5", "3/4", "3:45", "3\u20135", "3 \u2013 5", "3^7", "3×10^7", "3½"),
    *("3 %", "3‰", "3 million", "3 1/2", "3-4-2026", "3.4.2026", "3万4567", "±3", "3 ± 1"),
)


@given(st.sampled_from(_NOTATIONS), st.sampled_from(_DIGITS), st.data())
def test_no_part_of_a_number_stands_but_the_whole_does(
    notation: str, digits: str, data: st.DataObject
) -> None:
    number = normalise(notation.translate(str.maketrans("0123456789", digits)))
    text = f"the quays of {number} boats"
    at = text.index(number)
    border = data.draw(st.integers(min_value=1, max_value=len(number) - 1))
    for words in (text[: at + border].strip(), text[at + border :].strip()):
        assert find(Quote(exact=words), text) is None
    for words in (number, f"quays of {number}", f"{number} boats", "the quays of", "boats"):
        assert find(Quote(exact=words), text) is not None


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Det kostar 7 mdr kronor.", "Det kostar 7", "7 mdr kronor"),
        ("அது 7 கோடி ரூபாய்", "அது 7", "7 கோடி"),
        ("約二・四倍になった", "四倍になった", "二・四倍"),
        ("気温はマイナス8度だった", "8度だった", "マイナス8度"),
        ("气温是负四度", "四度", "负四度"),
    ],
)
def test_a_number_is_not_cut_from_its_sign_point_or_magnitude(
    text: str, cut: str, whole: str
) -> None:
    assert find(Quote(exact=cut), text) is None
    assert find(Quote(exact=whole), text) is not None
