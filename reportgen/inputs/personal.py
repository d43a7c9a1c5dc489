"""Personal data in words: identity numbers, bank cards, mobile numbers and addresses of homes, found by what they are made of, and masked.

What is found is certain enough to be masked wherever it stands: an identity number by its check digit (GB 11643), a bank card by its (Luhn),
a mobile number by its form and what stands beside it. A masked text has the same length, and is found clean: masking it again changes nothing.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from reportgen.inputs.schema import Personal

MARKS = frozenset("*＊×✕某○〇●□■")
"""What offices write in the place of what they hide."""

_SEPARATORS = " -"
_LEAST = 11  # digits of a mobile number, the shortest number of a person
_DIGITS = re.compile(rf"\d(?:[\s\-\u2010-\u2015\u2212－\u200b\ufeff.·•_/]{{0,2}}\d){{{_LEAST - 1}}}")
"""So many digits one after another: without them there is nothing to look for."""
_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9]){10,}[Xx]?")
_PART = re.compile(r"[0-9]+[Xx]?")
_HALF = {
    **{code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), 0xFF38, 0xFF58)},
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFF0D), "-"),
    **dict.fromkeys((0x09, 0xA0, 0x2002, 0x2003, 0x2009, 0x200B, 0x3000, 0xFEFF), " "),
}
"""Full-width digits, dashes and spaces as their half-width forms: character by character, so that places stay."""

_OTHER_MARKS = re.compile(
    r"(?<![0-9])(?:1[0-9]{2}([.·•_/])[0-9]{4}\1[0-9]{4}|[0-9]{6}([.·•_/])[0-9]{8}\2[0-9]{3}[0-9Xx])(?![0-9.])|(?<![0-9])[0-9]{17}([×хХ✕])"
)
"""Numbers of persons as nobody writes a decimal number or a date: 138.1234.5678, 140926_19800101_1239; and with a sign for the X at the end."""
_AREAS = frozenset(f"{code}" for codes in ((11, 16), (21, 24), (31, 38), (41, 47), (50, 55), (61, 66), (71, 72), (81, 84)) for code in range(*codes))
"""The provinces, which an identity number begins with (GB/T 2260)."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS = "10X98765432"
_NEW, _OLD = 18, 15
"""How many digits an identity number has, and had until 1999."""
_BORN = range(1900, 2017)
"""The programme began in 2017: what bears the date of a later day is the number of a contract (area, date, serial number), nobody's birth."""
_OLD_BORN = range(1930, 2000)
"""The old numbers of 15 digits were given out until 1999; one who was born before 1930 has a new one or is dead."""
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_GROUPED = {(11,), (3, 4, 4), (3, 8), (4, 4, 3), (4, 3, 4), (3, 3, 5), (7, 4), (4, 7), (5, 6), (6, 5)}
"""How a mobile number is written in groups."""
_MOST_GROUPS = 8
"""In more groups than these only an identity number is written, digit by digit into boxes; numbers of columns and months are no card."""
_CARDS = range(16, 20)
_UNION_PAY = ("62",)
_OTHER_CARDS = ("3", "4", "5", "60", "9558")
_DATED = re.compile(r"\d{6}20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
"""The area and the day with which the numbers of contracts and projects begin."""
_CODE_BEFORE = re.compile(r"(?:编号|代码|编码|表号|户号|单号|流水号?|条码|税号|登记号|注册号|识别号|序列号|机号|资产号|许可证号?)[是为:：\s#]*$")
_BANK_BEFORE = re.compile(r"(?:卡|账|帐|银行|一卡通|开户|折)[^0-9]{0,6}$")
_AMOUNT_BEHIND = re.compile(r"\s*(?:\.\d|元|万|亿|户(?!主)|吨|平方米|立方米|千瓦|千克|公斤|公里|米|㎡|%|％|‰)")
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+$")
_NEAR = 16
"""How far before a number the word is looked for that says what it is."""
_WORDS_BEFORE = frozenset(
    ("tel", "phone", "mobile", "mob", "cell", "sj", "dh", "tele", "telephone", "wechat", "wx", "x", "id", "idcard", "idno", "sfz", "sfzh")
)
_NUMERAL = r"[0-9０-９]"
_ADDRESS = re.compile(
    rf"{_NUMERAL}+(?:号楼|栋|幢){_NUMERAL}+单元{_NUMERAL}+(?![0-9０-９户层个台])(?:室|号)?|"
    rf"{_NUMERAL}+单元{_NUMERAL}+(?:室(?!内|外)|号)|{_NUMERAL}+(?:号楼|栋|幢){_NUMERAL}{{2,4}}(?:室(?!内|外)|号)"
)
_VILLAGE = re.compile(r".*(?:村|社区|居委会|街道|镇|乡)")
_Kept = tuple[tuple[int, int, int], ...]
_KEPT: dict[Personal, _Kept] = {
    Personal.IDENTITY: ((18, 6, 4), (15, 6, 3), (0, 0, 2)),
    Personal.TELEPHONE: ((_LEAST, 3, 4), (0, 0, 2)),
    Personal.CARD: ((12, 4, 4), (0, 0, 2)),
}
"""How many digits stay at the beginning and at the end of a number of so many, or more: of 140981********0011, of 139****5678."""


class PersonalData(NamedTuple):
    """Personal data in a text: where it begins and ends, and what it is."""

    start: int
    end: int
    kind: Personal


def find(text: str) -> tuple[PersonalData, ...]:
    """The identity numbers, bank cards, mobile numbers and addresses of homes in a text, in their order."""
    found = list(_numbers(_OTHER_MARKS.sub(_usual, text.translate(_HALF)))) if _DIGITS.search(text) else []
    if "单元" in text or "楼" in text or "栋" in text or "幢" in text:
        found += [PersonalData(match.start(), match.end(), Personal.ADDRESS) for match in _ADDRESS.finditer(text)]
    return tuple(sorted(found))


def mask(text: str) -> str:
    """A text with what `find` finds masked; the same length."""
    for start, end, kind in find(text):
        text = text[:start] + _mask_found(text[start:end], kind) + text[end:]
    return text


def mask_value(text: str, kind: Personal) -> str:
    """What stands in a personal column, masked, whether it is well-formed or not: 张**, 140981********0011, 139****5678, 子干村****."""
    if kind is Personal.HEAD:
        first = next((index for index, character in enumerate(text) if not character.isspace()), len(text))
        rest = text[first + 1 :]
        if all(character in MARKS or character.isspace() for character in rest):
            return text  # 张某某: the office has masked it in its own way
        return text[: first + 1] + "".join(character if character.isspace() else "*" for character in rest)
    if kind is Personal.ADDRESS:
        village = _VILLAGE.match(text)
        kept = village.end() if village else 0
        return mask(text[:kept] + "".join(map(_hidden, text[kept:])))
    return mask(_mask_digits(text, _KEPT[kind]))  # other than a number, the column may hold words with one


def mask_number(number: int, kind: Personal) -> int:
    """A number typed as such, its first digits kept and the others 0: it stays a number, as wrong as it was."""
    digits = str(abs(number))
    kept = min(len(digits) // 3, 6 if kind is Personal.IDENTITY else 4 if kind is Personal.CARD else 3)
    return int(digits[:kept] + "0" * (len(digits) - kept)) * (-1 if number < 0 else 1)


def fault_of_identity(text: str) -> str | None:
    """What is wrong with an identity number, in words; None where nothing is, or where it is masked or no Chinese one."""
    number = "".join(text.translate(_HALF).split()).upper()
    if not re.fullmatch(r"\d+X?", number):
        return None
    if len(number) not in (_OLD, _NEW):
        return f"有{len(number)}位，应为18位"
    if len(number) == _NEW and number[-1] != _check_digit(number):
        return "的校验码不对，有一位或者几位写错了"
    return None if _birthday(number) is not None else "中的出生日期不存在"


def _usual(match: re.Match[str]) -> str:
    """A number with the marks that numbers of persons have as a rule; as long as it was."""
    return f"{match[0][:-1]}X" if match[3] else re.sub("[.·•_/]", "-", match[0])


def _numbers(text: str) -> Iterator[PersonalData]:
    """The numbers in a text of half-width digits."""
    for run in _RUN.finditer(text):
        parts = [(run.start() + part.start(), run.start() + part.end()) for part in _PART.finditer(run[0])]
        at = 0
        while at < len(parts):
            found = next((one for last in range(min(at + _NEW, len(parts)), at, -1) if (one := _of(text, parts[at:last])) is not None), None)
            if found is not None:
                yield found
                at = next((index for index, (start, _) in enumerate(parts) if start >= found.end), len(parts))
            else:
                at += 1


def _of(text: str, parts: list[tuple[int, int]]) -> PersonalData | None:
    """What digits in these groups are, where they are personal data."""
    start, end = parts[0][0], parts[-1][1]
    sizes = tuple(last - first for first, last in parts)
    if not _LEAST <= sum(sizes) <= _CARDS[-1] or (len(sizes) > _MOST_GROUPS and sum(sizes) != _NEW):
        return None
    number = "".join(text[first:last] for first, last in parts).upper()
    before, behind = text[:start], text[end : end + 8]
    if not _stands_alone(before, behind):
        return None
    kind = next((kind for kind, is_one in _KINDS if is_one(number, sizes, before, behind)), None)
    return None if kind is None else PersonalData(start, end, kind)


def _stands_alone(before: str, behind: str) -> bool:
    """Whether digits are no part of a code with letters, or of what is masked already."""
    letters = _LETTERS_BEFORE.search(before[-10:])
    return (letters is None or letters[0].lower() in _WORDS_BEFORE) and not before.endswith("*") and not re.match(r"[A-Za-z0-9*]", behind)


def _is_identity(number: str, sizes: tuple[int, ...], before: str, _behind: str) -> bool:
    if len(number) not in (_OLD, _NEW) or number[:2] not in _AREAS:
        return False
    born = _birthday(number)
    if born is None or born.year not in (_BORN if len(number) == _NEW else _OLD_BORN):
        return False
    if len(number) == _NEW:
        return number[-1] == _check_digit(number)
    return sizes in ((_OLD,), (6, 6, 3)) and _CODE_BEFORE.search(before[-_NEAR:]) is None


def _is_mobile(number: str, sizes: tuple[int, ...], before: str, behind: str) -> bool:
    national = re.sub(r"^(?:0086|86|0)(?=1\d{10}$)", "", number)
    if _MOBILE.fullmatch(national) is None or set(national[3:]) == {"0"}:
        return False
    if len(national) == len(number) and sizes not in _GROUPED:
        return False
    return _CODE_BEFORE.search(before[-_NEAR:]) is None and _AMOUNT_BEHIND.match(behind) is None


def _is_card(number: str, sizes: tuple[int, ...], before: str, _behind: str) -> bool:
    if len(number) not in _CARDS or len(sizes) > _MOST_GROUPS or not number.isdecimal() or set(number[6:]) == {"0"} or not _is_luhn(number):
        return False
    if _DATED.match(number) or _CODE_BEFORE.search(before[-_NEAR:]):
        return False
    grouped = len(sizes) > 1 and set(sizes[:-1]) == {4}
    return number.startswith(_UNION_PAY) or (number.startswith(_OTHER_CARDS) and (grouped or _BANK_BEFORE.search(before[-_NEAR:]) is not None))


_Test = Callable[[str, tuple[int, ...], str, str], bool]
_KINDS: tuple[tuple[Personal, _Test], ...] = ((Personal.IDENTITY, _is_identity), (Personal.TELEPHONE, _is_mobile), (Personal.CARD, _is_card))


def _check_digit(number: str) -> str:
    """The last character of an identity number of 18, by GB 11643-1999 (ISO 7064, MOD 11-2)."""
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True)) % 11] if number[:17].isdecimal() else ""


def _is_luhn(number: str) -> bool:
    """Whether the last digit checks the others, as that of a bank card does (ISO/IEC 7812-1)."""
    return sum(sum(map(int, str(int(digit) * (1 + at % 2)))) for at, digit in enumerate(reversed(number))) % 10 == 0


def _birthday(number: str) -> date | None:
    """The day of birth that an identity number gives; None where there is no such day."""
    year, day = (number[6:10], number[10:14]) if len(number) == _NEW else (f"19{number[6:8]}", number[8:12])
    try:
        return date(int(year), int(day[:2]), int(day[2:]))
    except ValueError:
        return None


def _mask_found(text: str, kind: Personal) -> str:
    """What was found, masked: of an address × for each digit, since * at the beginning of a value means something to YAML."""
    if kind is Personal.ADDRESS:
        return re.sub(_NUMERAL, "×", text)
    if kind is Personal.TELEPHONE:  # +86 and the like stay before it
        digits = [at for at, character in enumerate(text) if character.isdigit()]
        start = digits[-_LEAST]
        return text[:start] + _mask_digits(text[start:], _KEPT[kind])
    return _mask_digits(text, _KEPT[kind])


def _mask_digits(text: str, kept: _Kept) -> str:
    """A number with its middle masked, whatever stands between its digits."""
    places = [at for at, character in enumerate(text) if character in "*＊×" or (character.isalnum() and (character.isascii() or "０" <= character <= "ｚ"))]
    first, last = next((first, last) for least, first, last in kept if len(places) >= least)
    characters = list(text)
    for at in places[first : len(places) - last]:
        characters[at] = _hidden(characters[at])
    return "".join(characters)


def _hidden(character: str) -> str:
    """What stands for a character that is masked: those that mask already, and spaces, stay."""
    return character if character in MARKS or character.isspace() else "*"
