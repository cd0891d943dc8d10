"""The two communities of the story and 日新社区: what the reports name, and nothing more.

Units that a report counts without naming them are placeholders (未具名) without any property; of what is named only
what the report says is stated.  Totals are claims, never nodes.
Sources: the report on Kunming's community governance of 2020-07-23; kunming.cn 2017-12-11 (日新社区); the local party
site 2017-02-09 (太和街道).
"""

from __future__ import annotations

from sample_tables import Tables

HONGSHAN, HONGXING, RIXIN = "530102005004", "530112006011", "530111001003"
_KUNMING, _TAIHE = "530100000000", "530111002000"
_STORY = "报道 2020-07-23"
_RIXIN_NEWS = "昆明信息港 2017-12-11"
_OPENED = "2017-12-08"


def story() -> Tables:
    """Its tables; the communities themselves stand in the register."""
    tables = Tables()
    _hongshan(tables)
    _hongxing(tables)
    _rixin(tables)
    tables.claim(_KUNMING, "communities_with_big_committee", 361, "个社区", stated_on="2019-12-31")
    tables.claim(_KUNMING, "part_time_seats", 1492, "人", stated_on="2019-12-31")
    tables.claim(_KUNMING, "pilots", 35, "个项目", stated_on="2019", doubt="第一批试点项目")
    tables.claim(_KUNMING, "pilots", 65, "个项目", stated_on="2020", doubt="2020年试点项目；与第一批是否重复不明")
    tables.claim(_TAIHE, "communities_with_big_committee", 8, "个社区", stated_on="2017-02-09")
    return tables


def _hongshan(tables: Tables) -> None:
    committee = "story-P1"
    tables.node("PartyOrganization", committee, "虹山中路社区“大党委”", type="big_committee")
    tables.edge("HAS_PARTY_ORG", HONGSHAN, committee)
    for number in range(1, 6):
        key = f"story-U{number}"
        tables.node("Unit", key, f"辖区单位{number}（未具名）", type="other")
        tables.edge("LOCATED_IN", key, HONGSHAN)
        tables.edge("MEMBER_OF", key, committee, origin="in_area", basis=_STORY)
    academy = {"type": "public_institution", "aliases": "Yunnan Police Officer Academy"}
    tables.node("Unit", "story-U6", "云南警官学院", **academy)
    for number in range(7, 10):
        tables.node("Unit", f"story-U{number}", f"引入单位{number - 5}（未具名）", type="other")
    for number in range(6, 10):
        tables.edge("MEMBER_OF", f"story-U{number}", committee, origin="introduced", basis=_STORY)
    for number in range(1, 5):
        tables.node("Unit", f"story-K{number}", f"共建单位{number}（未具名）", type="other")
        tables.edge("PAIRED_WITH", f"story-K{number}", committee, basis=_STORY)
    for number in range(1, 4):
        # 两新组织: a private enterprise or a social organization, and the report does not say which.
        tables.node("Unit", f"story-N{number}", f"两新组织{number}（未具名）", type="other")
        tables.edge("LOCATED_IN", f"story-N{number}", HONGSHAN)
        tables.edge("PAIRED_WITH", f"story-N{number}", committee, basis=_STORY)
    tables.node("Place", "story-B1", "虹山新村67栋", type="residential_building")
    tables.edge("LOCATED_IN", "story-B1", HONGSHAN)
    for measure, value in (("member_units", 9), ("introduced_units", 4), ("paired", 7)):
        tables.claim(committee, measure, value, "家", stated_on="2020-07-23")


def _hongxing(tables: Tables) -> None:
    for key, name, sort in (("story-M1", "爱琴海商业区", "business_district"), ("story-M2", "红星美凯龙", "market")):
        tables.node("Place", key, name, type=sort)
        tables.edge("LOCATED_IN", key, HONGXING)


def _rixin(tables: Tables) -> None:
    committee = "story-P3"
    tables.node("PartyOrganization", committee, "日新社区“大党委”", type="big_committee", valid_from=_OPENED)
    tables.edge("HAS_PARTY_ORG", RIXIN, committee, valid_from=_OPENED)
    named = (
        ("story-R1", "中国航空油料有限责任公司云南公司", {"type": "enterprise", "ownership": "public"}),
        ("story-R2", "官渡区人民检察院", {"type": "government_agency"}),
        ("story-R3", "关上二小", {"type": "public_institution"}),
    )
    for key, name, values in named:
        tables.node("Unit", key, name, **values)
        tables.edge("LOCATED_IN", key, RIXIN)
        tables.edge("MEMBER_OF", key, committee, valid_from=_OPENED, origin="in_area", basis=_RIXIN_NEWS)
    tables.claim(committee, "member_units", 12, "家", stated_on=_OPENED, doubt="报道只点名3家")
