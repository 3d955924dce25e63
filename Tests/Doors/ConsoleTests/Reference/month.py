"""A month scored a second time, from the rules alone.

Reads units, members and sheets as files, and writes what `cadre score export` and
`cadre rank export` have to say, and the three digests. It shares nothing with the program: exact
fractions, one pass, no database.

Usage: month.py PERIOD FOLDER [PREVIOUS_RANKING]
FOLDER holds units.csv, members.csv, sheets.csv (decided) and, where there are any, drafts.csv;
scores.csv, ranking.csv and digests.txt are written beside them. PREVIOUS_RANKING is the ranking of
the published run of the month before.
"""

import csv
import hashlib
import os
import sys
from fractions import Fraction as F

TENS = [("G1", 10, False), ("G2", 10, False), ("G3", 10, False)]
GATED = [
    ("disciplined", None, "set", "D"),
    ("incomplete_any", None, "most", "B"),
    ("exceeded_share_below", F(30, 100), "most", "B"),
    ("any_below", F(5, 10), "most", "C"),
    ("failed_share_over", F(5, 10), "set", "D"),
]
GOOD_BY_UNIT = {"share": F(20, 100), "of": "good", "group": "unit"}
FRAMEWORKS = {
    "decree-335-2025.staff": {
        "sections": [("criteria", 30, TENS), ("abc3", 70)],
        "gates": GATED[:1], "quota": GOOD_BY_UNIT,
    },
    "decree-335-2025.leader": {
        "sections": [("criteria", 30, TENS), ("abcdde6", 70)],
        "gates": GATED[:1], "quota": {"share": F(20, 100), "of": "good", "group": "parent"},
    },
    "hanoi-2018": {
        "sections": [
            ("criteria", 20, [("T1", 20, False)]), ("abc3", 70),
            ("criteria", 10, [("X1", 10, True)]),
        ],
        "gates": GATED[:1], "quota": {"share": F(30, 100), "of": "all", "group": "unit"},
    },
    "kpi-okr": {
        "sections": [("criteria", 30, [("G1", 30, False)]), ("kpi", 40), ("okr", 30)],
        "gates": GATED[:1], "quota": None,
    },
    "monthly-gated": {
        "sections": [("criteria", 30, TENS), ("abc3", 70)],
        "gates": GATED, "quota": GOOD_BY_UNIT,
    },
    "collective-2025": {
        "sections": [("criteria", 30, TENS), ("abc3", 70)],
        "gates": GATED[:1], "quota": None,
    },
}
STEP = F(25, 100)
CUTS = [("A", 90), ("B", 70), ("C", 50), ("D", 0)]
EXCUSES = {"on_leave", "nothing_to_report"}
MINIMUM_MEMBERS = 3


def octets(text):
    return text.encode("utf-8")


def rounded(value):
    """Two decimals, half away from zero, as a fraction; no value here is negative."""
    return F((value * 200 + 1) // 2, 100)


def shown(value):
    if value is None:
        return ""
    hundredths = int(value * 100)
    assert F(hundredths, 100) == value
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def plain(text):
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, dot, rest = text.partition(".")
    return (whole.lstrip("0") or "0") + dot + rest if text else ""


def number(row, field):
    return F(row[field]) if row[field] else None


def rows(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Sheet:
    def __init__(self, framework, decided):
        self.framework = framework
        self.decided = decided
        self.entries = []

    def of(self, kind):
        return [row for row in self.entries if row["entry"] == kind]

    def one(self, kind, code):
        return next((row for row in self.of(kind) if row["code"] == code), None)


class Score:
    """Without a sheet, until something better is known."""

    def __init__(self):
        self.framework = ""
        self.status, self.reasons = "incomplete", ["no_sheet"]
        self.general = self.results = self.total = self.grade = self.final = None
        self.key = None


def missing(sheet, sections):
    found = []
    for family, _, *criteria in sections:
        if family == "criteria":
            for code, _, optional in criteria[0]:
                row = sheet.one("criterion", code)
                if not optional and (row is None or not row["points"]):
                    found.append(code)
            continue
        kind = {"abc3": "work", "abcdde6": "work", "kpi": "kpi", "okr": "key_result"}[family]
        codes = [row["code"] for row in sheet.of(kind) if not row["actual"]]
        if family == "abcdde6":
            for code in ("organising", "cohesion"):
                row = sheet.one("factor", code)
                if row is None or not row["points"]:
                    codes.append(code)
        found += sorted(codes, key=octets)
    return found


def amounts(sheet):
    """S, A, B and C of the work on a sheet."""
    s = a = b = c = F(0)
    for row in sheet.of("work"):
        k, q, p = number(row, "weight"), number(row, "target"), number(row, "actual")
        f, t = number(row, "quality_failures") or F(0), number(row, "delays") or F(0)
        done = k * min(p, q)
        s, a = s + k * q, a + done
        b += done * max(F(0), 1 - STEP * f)
        c += done * max(F(0), 1 - STEP * t)
    return s, a, b, c


def section_points(sheet, family, maximum, criteria, halved):
    if family == "criteria":
        total = F(0)
        for code, _, _ in criteria:
            row = sheet.one("criterion", code)
            if row is not None and row["points"]:
                total += F(row["points"])
        return min(total, F(maximum))
    if family == "abc3":
        s, a, b, c = amounts(sheet)
        return maximum * (a + b + c) / (3 * s)
    if family == "abcdde6":
        s, a, b, c = amounts(sheet)
        given = sheet.one("factor", "unit_results")
        derived = F(1, 2) if halved else F(1)
        d = F(given["points"]) if given is not None and given["points"] else derived
        d += sum(F(sheet.one("factor", code)["points"]) for code in ("organising", "cohesion"))
        return maximum * ((a + b + c) / s + d) / 6
    if family == "kpi":
        weights = achieved = F(0)
        for row in sheet.of("kpi"):
            k, target, actual = (number(row, name) for name in ("weight", "target", "actual"))
            if row["direction"] == "up":
                part = actual / target
            else:
                part = target / actual if actual else F(1)
            weights, achieved = weights + k, achieved + k * min(F(1), part)
        return maximum * achieved / weights
    objectives = {}
    for row in sheet.of("key_result"):
        k, s = number(row, "weight"), number(row, "baseline")
        target, actual = number(row, "target"), number(row, "actual")
        progress = min(F(1), max(F(0), (actual - s) / (target - s)))
        objectives.setdefault(row["group"], []).append((k, progress))
    means = [
        sum(k * part for k, part in parts) / sum(k for k, _ in parts)
        for parts in objectives.values()
    ]
    return maximum * sum(means) / len(means)


def gated(sheet, grade, gates):
    works = [(number(row, "target"), number(row, "actual")) for row in sheet.of("work")]
    count, reasons = len(works), []
    for name, limit, effect, other in gates:
        if name == "disciplined":
            holds = sheet.one("event", name) is not None
        elif name == "incomplete_any":
            holds = any(p < q for q, p in works)
        elif name == "exceeded_share_below":
            holds = count > 0 and F(sum(p > q for q, p in works), count) < limit
        elif name == "any_below":
            holds = any(p < limit * q for q, p in works)
        else:
            holds = count > 0 and F(sum(p < q / 2 for q, p in works), count) > limit
        if holds:
            reasons.append(name)
            grade = other if effect == "set" else max(grade, other)
    return grade, reasons


def score(sheet, halved):
    found = Score()
    if sheet is None:
        return found
    rules = FRAMEWORKS[sheet.framework]
    found.framework = sheet.framework + "@1"
    events = sorted({row["code"] for row in sheet.of("event")}, key=octets)
    families = [section[0] for section in rules["sections"]]
    read = {"abc3": "work", "abcdde6": "work", "kpi": "kpi", "okr": "key_result"}
    parts = missing(sheet, rules["sections"])
    if EXCUSES & set(events):
        found.status, found.reasons = "not_rated", events
    elif not sheet.decided:
        found.reasons = ["undecided"]
    elif any(name in read and not sheet.of(read[name]) for name in families):
        found.status, found.reasons = "not_rated", ["nothing_assigned"]
    elif parts:
        found.reasons = ["missing:" + code for code in parts]
    else:
        points = [
            section_points(sheet, family, maximum, more[0] if more else None, halved)
            for family, maximum, *more in rules["sections"]
        ]
        total = rounded(min(F(100), sum(points)))
        grade = next(name for name, cut in CUTS if total >= cut)
        grade, found.reasons = gated(sheet, grade, rules["gates"])
        works = sheet.of("work")
        over = sum(number(row, "actual") > number(row, "target") for row in works)
        found.status = "rated"
        found.general, found.results = rounded(points[0]), rounded(sum(points[1:]))
        found.total, found.grade, found.final = total, grade, grade
        found.key = (total, F(over, len(works)) if works else F(0), points[0])
    return found


class Group:
    def __init__(self, framework, unit):
        self.framework, self.unit, self.members = framework, unit, []

    def allowed(self):
        rule = FRAMEWORKS[self.framework]["quota"]
        a = sum(one.grade == "A" for one in self.members)
        b = sum(one.grade == "B" for one in self.members)
        if rule["of"] == "all":
            return rule["share"] * len(self.members) // 1
        return rule["share"] * (a + b) / (1 + rule["share"]) // 1

    def starved(self):
        return any(one.grade == "A" for one in self.members) and self.allowed() == 0

    def settle(self):
        order = sorted((m for m in self.members if m.grade == "A"), key=lambda m: m.key)[::-1]
        places = int(self.allowed())
        if len(order) <= places:
            return
        line = order[places - 1].key if places else None
        tie = places > 0 and order[places].key == line
        for place, one in enumerate(order):
            if tie and one.key == line:
                one.final, one.reasons = "B", one.reasons + ["quota_tie"]
            elif place >= places:
                one.final, one.reasons = "B", one.reasons + ["quota"]


def quotas(scores, members, units):
    def parent(unit):
        return units[unit]["parent_code"]

    def depth(unit):
        return 0 if not parent(unit) else 1 + depth(parent(unit))

    groups = {}
    for code, one in scores.items():
        if one.status != "rated":
            continue
        framework = one.framework.partition("@")[0]
        rule = FRAMEWORKS[framework]["quota"]
        if rule is None:
            continue
        unit = members[code]["unit"]
        if rule["group"] == "parent":
            unit = parent(unit) or unit
        groups.setdefault((framework, unit), Group(framework, unit)).members.append(one)
    standing = list(groups.values())
    for level in range(max((depth(unit) for unit in units), default=0), 0, -1):
        hungry = [one for one in standing if depth(one.unit) == level and one.starved()]
        standing = [one for one in standing if one not in hungry]
        merged = {}
        for one in hungry:
            place = (one.framework, parent(one.unit))
            merged.setdefault(place, Group(*place)).members.extend(one.members)
        standing += merged.values()
    for one in standing:
        one.settle()


def scored(expected, sheets):
    """Everybody's score; whoever manages others comes after them."""
    managed = {}
    for code, row in expected.items():
        managed.setdefault(row["manager_code"], []).append(code)
    scores = {}

    def visit(code):
        if code not in scores:
            below = [visit(one) for one in managed.get(code, [])]
            scores[code] = score(sheets.get(code), any(one.grade == "D" for one in below))
        return scores[code]

    sys.setrecursionlimit(100_000)
    for code in expected:
        visit(code)
    return scores


def ranking(period, units, expected, scores, collectives, before):
    tallies = {code: [] for code in units}
    for code, one in scores.items():
        if one.status != "rated":
            continue
        above = set()
        for unit in (expected[code]["cell_code"], expected[code]["agency_code"]):
            while unit:
                above.add(unit)
                unit = units[unit]["parent_code"]
        for unit in above:
            tallies[unit].append(one)
    found, peers = {}, {}
    for code, unit in units.items():
        mine = tallies[code]
        mean = sum(one.total for one in mine) / len(mine) if mine else None
        own = collectives.get(code)
        own = own.total if own is not None else None
        parts = [part for part in (mean, own) if part is not None]
        value = rounded(sum(parts) / len(parts)) if parts else None
        note = "none_rated" if value is None else ""
        if value is not None and len(mine) < MINIMUM_MEMBERS:
            note = "too_small"
        found[code] = (mine, mean, own, value, note)
        if not note:
            peers.setdefault((unit["tree"], unit["level"]), []).append(value)
    lines = []
    for code in sorted(units, key=octets):
        unit = units[code]
        mine, mean, own, value, note = found[code]
        rank = ""
        if not note:
            rank = 1 + sum(other > value for other in peers[unit["tree"], unit["level"]])
        counts = [sum(one.final == grade for one in mine) for grade in "ABCD"]
        lines.append([
            period, unit["tree"], unit["level"], code, shown(value), str(rank), str(len(mine)),
            *map(str, counts), shown(rounded(mean) if mine else None), shown(own),
            before.get(code, ""), note,
        ])
    return lines


def digest(lines):
    return hashlib.sha256(b"".join(octets(line) + b"\n" for line in lines)).hexdigest()


def by_unit(groups):
    codes = sorted(groups, key=octets)
    return digest(f"{code}:{digest(sorted(groups[code], key=octets))}" for code in codes)


def entry_line(code, sheet, row):
    return "|".join([
        code, sheet.framework + "@1", row["entry"], row["code"], row["group"],
        *(plain(row[name]) for name in ("weight", "target", "actual")), row["direction"],
        plain(row["baseline"]), plain(row["quality_failures"]) or "0",
        plain(row["delays"]) or "0", plain(row["points"]),
    ])


def write(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        for line in [header.split(","), *lines]:
            file.write(",".join(line) + "\n")


def main(period, folder, previous=None):
    units = {row["code"]: row for row in rows(folder + "/units.csv")}
    expected = {}
    for row in rows(folder + "/members.csv"):
        row["unit"] = row["agency_code"] or row["cell_code"]
        if row["status"] == "active" and row["form"] and row["unit"]:
            expected[row["code"]] = row
    sheets = {}
    for name, decided in (("sheets.csv", True), ("drafts.csv", False)):
        for row in rows(f"{folder}/{name}"):
            sheet = sheets.setdefault(row["member_code"], Sheet(row["framework"], decided))
            sheet.entries.append(row)
    scores = scored(expected, sheets)
    quotas(scores, expected, units)
    collectives = {
        code[5:]: score(sheet, False) for code, sheet in sheets.items() if code[:5] == "unit:"
    }
    before = {row["unit_code"]: row["rank"] for row in rows(previous)} if previous else {}

    lines, inputs, graded = [], {}, {}
    for code in sorted(scores, key=octets):
        one, row = scores[code], expected[code]
        lines.append([
            period, code, row["unit"], row["form"], one.framework, one.status,
            shown(one.general), shown(one.results), shown(one.total), one.grade or "",
            one.final or "", ";".join(one.reasons),
        ])
        # In byte order of member_code, which the order of whole lines is not always.
        graded.setdefault(row["unit"], []).append("|".join(lines[-1]))
    for code, sheet in sheets.items():
        unit = code[5:] if code[:5] == "unit:" else expected[code]["unit"]
        for row in sheet.entries:
            inputs.setdefault(unit, []).append(entry_line(code, sheet, row))
    run = digest(f"{unit}:{digest(graded[unit])}" for unit in sorted(graded, key=octets))

    ranks = ranking(period, units, expected, scores, collectives, before)
    write(
        folder + "/scores.csv",
        "period,member_code,unit_code,form,framework,status,general,results,total,grade,"
        "final_grade,reasons", lines)
    write(
        folder + "/ranking.csv",
        "period,tree,level,unit_code,score,rank,members_rated,a,b,c,d,members_mean,collective,"
        "previous_rank,note", ranks)
    with open(folder + "/digests.txt", "w", encoding="utf-8") as file:
        file.write(f"input_digest {by_unit(inputs)}\n")
        file.write(f"run_digest {run}\n")
        file.write("ranking_digest " + digest("|".join(line) for line in ranks) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
