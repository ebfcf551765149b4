"""The names of a made-up province of any size, for corpus.py.

It is made of streets of some 300 records each and grows by having more of them: more organisations,
more regions, more of everything but types and topics. A record names others of its own street,
hence nobody is named more often in a larger province. No name, place or event is real.
"""

import random

import corpus_words as words

STREET = 300  # records in one
STREETS_IN_COUNTY, COUNTIES_IN_CITY = 8, 3
# Parts in a hundred of all records.
SHARES = {
    "organizations": 24, "sites": 12, "members": 12, "activities": 38, "brands": 9, "agreements": 5,
}  # fmt: skip
PAIRS = len(words.FIRST) * len(words.SECOND)
# Of every street: its committee, the street, a park and its committee; then, over and over, these.
CHIEF = 4
ROLES = ("community", "branch", "company", "company_branch", "team", "alliance")


def pair(number: int) -> str:
    """Two characters such as 柳泉, another one for each number below 1,700."""
    first, second = number % len(words.FIRST), number // len(words.FIRST)
    return words.FIRST[first] + words.SECOND[(second + 5 * first) % len(words.SECOND)]


def person(number: int) -> str:
    """A name of three characters, another one for each number below 100,000."""
    surname, given = number % len(words.SURNAMES), number // len(words.SURNAMES)
    size = len(words.GIVEN)
    first = (given + 7 * surname) % size
    second = (given // size + 3 * given + 11 * surname) % size
    return words.SURNAMES[surname] + words.GIVEN[first] + words.GIVEN[second]


def company(number: int) -> str:
    """A company, another one for each number below 34,000."""
    place, round_ = number % PAIRS, number // PAIRS
    return f"{pair(place)}{words.TRADES[(place + 7 * round_) % len(words.TRADES)]}有限公司"


class Province:
    """Who and what there is, by street: names without end, each only once."""

    def __init__(self, count: int) -> None:
        self.counts = {folder: count * share // 100 for folder, share in SHARES.items()}
        self.counts["activities"] += count - sum(self.counts.values())
        self.streets = max(1, count // STREET)
        self.counties = -(-self.streets // STREETS_IN_COUNTY)
        self.cities = -(-self.counties // COUNTIES_IN_CITY)
        self.above = self.cities + self.counties  # committees that are no street's

    def region(self, street: int) -> str:
        county = street // STREETS_IN_COUNTY
        city = self.city(county // COUNTIES_IN_CITY)
        return f"江东 {city} {self.county(county)} {self.street(street)}"

    def city(self, number: int) -> str:
        return f"{words.FIRST[number % len(words.FIRST)]}川市"

    def county(self, number: int) -> str:
        return f"{pair(1700 - number)}区"

    def county_committee(self, county: int) -> str:
        return f"{self.county(county)}委组织部"

    def street(self, number: int) -> str:
        return f"{pair(number)}街道"

    def organization(self, street: int, number: int) -> str:
        """The name of a street's n-th organisation."""
        if number < CHIEF:
            park = f"{pair(street)}工业园"
            chief = f"{self.street(street)}党工委"
            return (chief, self.street(street), park, f"{park}联合党委")[number]
        block, role = divmod(number - CHIEF, len(ROLES))
        community = f"{pair(street)}{pair(900 + block)}社区"
        firm = company(16 * street + block)
        names = {
            "community": community,
            "branch": f"{community}党支部",
            "company": firm,
            "company_branch": f"{firm}党支部",
            "team": f"{community}“{words.PRAISE[block % len(words.PRAISE)]}”志愿服务队",
            "alliance": f"{pair(street)}{words.TRADES[block % len(words.TRADES)]}产业党建联盟",
        }
        return names[ROLES[role]]

    def organizations_of(self, street: int) -> int:
        """How many organisations a street has."""
        return self.in_street("organizations", street, self.above)

    def in_street(self, folder: str, street: int, before: int = 0) -> int:
        return max(0, (self.counts[folder] - before - street - 1) // self.streets + 1)

    def site(self, street: int, number: int) -> str:
        kinds = ("党群服务中心", "便民服务中心", "信仰空间", "党建示范点", "心愿墙", "共享空间")
        return f"{self.street(street)}{pair(300 + number)}{kinds[number % len(kinds)]}"

    def brand(self, street: int, number: int) -> str:
        praise = words.PRAISE[number % len(words.PRAISE)]
        trade = words.TRADES[number // len(words.PRAISE) % len(words.TRADES)]
        kinds = ("工作法", "行动计划", "服务品牌", "责任清单", "工作机制")
        return f"{pair(street)}“{praise}{trade}”{kinds[number % len(kinds)]}"

    def member(self, street: int, number: int) -> str:
        return person(number * self.streets + street)

    def agreement(self, street: int, number: int) -> str:
        return f"{self.street(street)}与{self.partner(street, number)}共建协议"

    def partner(self, street: int, number: int) -> str:
        """With whom a street has its n-th agreement: with each of its own once."""
        return self.organization(street, CHIEF + number)

    def chief(self, street: int, rng: random.Random) -> str:
        """One of the three organisations that a street's records hang on; most on the first."""
        return self.organization(street, rng.choice((0, 0, 0, 0, 1, 3)))

    def some(self, street: int, rng: random.Random, most: int) -> list[str]:
        """Some organisations of a street."""
        numbers = range(self.organizations_of(street))
        chosen = rng.sample(numbers, min(len(numbers), rng.randint(0, most)))
        return [self.organization(street, number) for number in chosen]

    def one_of(self, folder: str, street: int, rng: random.Random) -> list[str]:
        """A site, member or brand of a street; none while it has none."""
        names = {"sites": self.site, "members": self.member, "brands": self.brand}
        count = self.in_street(folder, street)
        return [names[folder](street, rng.randrange(count))] if count else []
