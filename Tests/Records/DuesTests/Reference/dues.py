"""The dues of one month, a second time, from the rules alone.

Shares nothing with the program: exact fractions, the calendar of Python, one rule after the other
as the regulation reads. Usage: dues.py FILE, a CSV with the columns below; one line of answer for
each of its rows: category,base,rate,amount,percent,ground,net,rule,waiver or `refused REASON`.
"""

import csv
import sys
from calendar import monthrange
from fractions import Fraction as F

WAGE = {1: 5310000, 2: 4730000, 3: 4140000, 4: 3700000}
SHARES = {
    "insured": (F(1, 100), "0.01"), "sick_leave": (F(1, 100), "0.01"),
    "pensioner": (F(1, 200), "0.005"), "working_pensioner": (F(1, 200), "0.005"),
    "allowance": (F(1, 200), "0.005"), "abroad_mission": (F(1, 100), "0.01"),
}
OLD = ("insured", "sick_leave", "pensioner")
GROUNDS = {
    "social_allowance": (100,), "hardship": (100,), "difficulty": (30, 50, 70, 100),
}
OLD_GROUNDS = {"hardship": (30, 50, 70, 100), "difficulty": (30, 50, 70, 100)}


class Refused(Exception):
    pass


def half_away(value):
    sign = -1 if value < 0 else 1
    return sign * int(abs(value) + F(1, 2))


def later(date, months):
    """The same day so many months later, or the last day of that month."""
    year, month, day = date
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    return year, month, min(day, monthrange(year, month)[1])


def months_of_life(sex, year):
    if sex == "male":
        return min(744, 723 + 3 * (year - 2021))
    return min(720, 664 + 4 * (year - 2021))


def retired_by(sex, born, first_day):
    for year in range(2021, 2300):
        date = later(born, months_of_life(sex, year))
        if date[0] <= year:
            return date <= first_day
    raise AssertionError(born)


def full_years(joined, first_day):
    years = first_day[0] - joined[0]
    return years if later(joined, 12 * years) <= first_day else years - 1


def amount(row, month):
    """Base, rate as text and the exact amount."""
    category = row["category"]
    first_day = (month[0], month[1], 1)
    base = int(row["base"]) if row["base"] else None
    if month < (2026, 2) and category not in OLD:
        raise Refused("fixed")
    if category == "student":
        return None, "", F(5000)
    if category == "uninsured":
        if not row["sex"]:
            raise Refused("sex")
        if not row["born"]:
            raise Refused("birth")
        if row["region"] not in ("1", "2", "3", "4"):
            raise Refused("region")
        wage = WAGE[int(row["region"])]
        young, old = ("0.003", "0.002") if month < (2028, 1) else ("0.005", "0.003")
        rate = old if retired_by(row["sex"], date(row["born"]), first_day) else young
        return wage, rate, wage * F(rate)
    if base is None:
        raise Refused("base")
    if base < 0:
        raise Refused("below zero")
    if category == "abroad_other":
        if not 30000 <= base <= 400000:
            raise Refused("band")
        return base, "", F(base)
    share, word = SHARES[category]
    return base, word, base * share


def date(text):
    return tuple(int(part) for part in text.split("-"))


def relief(row, month):
    first_day = (month[0], month[1], 1)
    is_new = month >= (2026, 2)
    if is_new and row["joined"] and full_years(date(row["joined"]), first_day) >= 50:
        return 100, "party_age_50", ""
    known = []
    for text in filter(None, row["waivers"].split(";")):
        number, ground, percent = text.split(":")
        if int(percent) in (GROUNDS if is_new else OLD_GROUNDS).get(ground, ()):
            known.append((-int(percent), int(number), ground))
    if not known:
        return 0, "", ""
    percent, number, ground = min(known)
    return -percent, ground, str(number)


def answer(row):
    month = date(row["month"])
    if not row["category"]:
        return "refused category"
    percent, ground, number = relief(row, month)
    try:
        base, rate, exact = amount(row, month)
    except Refused as reason:
        if percent < 100 or str(reason) in ("below zero", "band"):
            return "refused " + str(reason)
        base, rate, exact = None, "", None
    net = 0 if exact is None else half_away(exact * (1 - F(percent, 100)))
    rule = "01-qd-tw-2026" if month >= (2026, 2) else "342-qd-tw-2010"
    cells = [
        row["category"], "" if base is None else base, rate,
        "" if exact is None else half_away(exact), percent, ground, net, rule, number,
    ]
    return ",".join(str(cell) for cell in cells)


with open(sys.argv[1], newline="", encoding="utf-8") as rows:
    for row in csv.DictReader(rows):
        print(answer(row))
