"""Names for what is fictional: 示例 (example) stands in every one."""

from __future__ import annotations

from sample_tables import Dice

_FIRST = "恒瑞宏盛鑫嘉金泰华安云滇春翠福祥润德锦隆永兴天和明达顺康普益佳源远景文博新诚"
_SECOND = "丰茂通汇成利联创信腾凯航旺升合众泽辉荣昌业悦禾谷川岭溪桥林园港城邦苑亭阁轩坊"

INDUSTRIES = {
    "批发和零售业": ("商贸", "贸易", "百货", "电子商务"),
    "信息传输、软件和信息技术服务业": ("科技", "信息技术", "网络", "软件"),
    "租赁和商务服务业": ("企业管理", "人力资源", "广告", "咨询"),
    "建筑业": ("建筑工程", "装饰工程", "消防工程"),
    "住宿和餐饮业": ("餐饮管理", "酒店管理"),
    "房地产业": ("房地产经纪", "置业"),
    "制造业": ("食品", "机电设备", "印务"),
    "交通运输、仓储和邮政业": ("物流", "供应链"),
    "居民服务、修理和其他服务业": ("家政服务", "汽车服务"),
    "文化、体育和娱乐业": ("文化传播", "体育文化"),
    "卫生和社会工作": ("健康管理", "养老服务"),
    "教育": ("教育咨询", "培训"),
}

_SHOPS = {
    "批发和零售业": (
        "副食店",
        "水果店",
        "建材经营部",
        "服装店",
        "五金店",
        "日杂店",
        "茶叶店",
        "手机店",
        "花店",
        "药材行",
    ),
    "住宿和餐饮业": ("米线店", "小吃店", "饭店", "早点铺", "烧烤店", "茶室", "客栈"),
    "交通运输、仓储和邮政业": ("货运部", "快递点"),
    "居民服务、修理和其他服务业": ("理发店", "修车行", "洗衣店", "图文店", "家电维修部"),
}
_SHOP_SHARES = {
    "批发和零售业": 60.0,
    "住宿和餐饮业": 22.0,
    "交通运输、仓储和邮政业": 6.0,
    "居民服务、修理和其他服务业": 12.0,
}

_SOCIAL = (
    "商会",
    "社会工作服务中心",
    "志愿者协会",
    "养老服务中心",
    "文化艺术促进会",
    "幼儿园",
    "律师事务所",
    "行业协会",
)
_AGENCIES = ("税务所", "市场监督管理所", "司法所", "派出所", "城市管理中队", "综合行政执法队", "自然资源所")
_INSTITUTIONS = {
    "教育": ("小学", "中学", "幼儿园（公办）", "职业学校"),
    "卫生和社会工作": ("社区卫生服务中心", "医院", "疾病预防控制站"),
    "文化、体育和娱乐业": ("文化站", "图书馆"),
    "公共管理、社会保障和社会组织": ("便民服务中心", "就业服务所", "园林绿化管护站"),
}
_OTHERS = ("宗教活动场所管理组", "农贸合作社", "驻昆办事处", "代表处", "股份合作社")

PLACES = {
    "commercial_building": ("大厦", "商务中心", "国际大厦", "写字楼"),
    "market": ("建材市场", "农产品市场", "花卉市场", "服装批发市场", "汽配市场", "五金机电市场"),
    "business_district": ("商圈", "商业广场"),
    "commercial_street": ("步行街", "美食街", "商业街"),
    "industrial_park": ("产业园", "创业园", "科技园"),
    "compound": ("花园", "小区", "家园", "雅苑"),
    "other": ("文化广场", "公交枢纽", "体育公园"),
}


class Names:
    """Names that were not given before: homonyms are planted, no accidents."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._given: set[str] = set()

    def fresh(self, pattern: str) -> str:
        """A new name of a pattern with {brand} in it."""
        while True:
            name = pattern.format(brand=self._dice.pick(_FIRST) + self._dice.pick(_SECOND))
            if name not in self._given:
                self._given.add(name)
                return name

    def enterprise(self, industry: str, *, branch_office: bool = False) -> str:
        """昆明示例恒丰商贸有限公司; a branch office says so."""
        trade = self._dice.pick(INDUSTRIES[industry])
        return self.fresh(f"昆明示例{{brand}}{trade}有限公司{'分公司' if branch_office else ''}")

    def shop(self, district: str) -> tuple[str, str]:
        """Name and industry of an individual business."""
        industry = self._dice.weighted(_SHOP_SHARES)
        return self.fresh(f"{district}示例{{brand}}{self._dice.pick(_SHOPS[industry])}"), industry

    def institution(self) -> tuple[str, str]:
        """Name and industry of a public institution."""
        industry = self._dice.weighted(
            {"教育": 46.0, "卫生和社会工作": 26.0, "文化、体育和娱乐业": 8.0} | {_LAST: 20.0}
        )
        return self.fresh(f"昆明示例{{brand}}{self._dice.pick(_INSTITUTIONS[industry])}"), industry

    def agency(self, street: str) -> str:
        """An agency of a street."""
        return self.fresh(f"{street}示例{{brand}}{self._dice.pick(_AGENCIES)}")

    def social(self) -> str:
        """A social organization."""
        return self.fresh(f"昆明示例{{brand}}{self._dice.pick(_SOCIAL)}")

    def other(self) -> str:
        """A unit of another sort."""
        return self.fresh(f"示例{{brand}}{self._dice.pick(_OTHERS)}")

    def place(self, sort: str) -> str:
        """A building, market, compound ..."""
        return self.fresh(f"示例{{brand}}{self._dice.pick(PLACES[sort])}")


_LAST = "公共管理、社会保障和社会组织"
