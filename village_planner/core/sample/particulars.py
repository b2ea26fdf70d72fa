"""What a county notes of its facilities and projects: capacities, content, investment, years, who is responsible."""

from __future__ import annotations

import geopandas as gpd
import numpy as np

from .noise import stream

# kind -> (usual capacity, level); beds or places
CAPACITIES: dict[str, tuple[float, str]] = {
    "综合医院": (180.0, "二级"),
    "中医医院": (150.0, "二级"),
    "卫生院": (32.0, "乡镇级"),
    "幼儿园": (105.0, "村级"),
    "小学": (240.0, "村级"),
    "中心小学": (620.0, "乡镇级"),
    "初级中学": (760.0, "乡镇级"),
    "敬老院": (75.0, "乡镇级"),
    "福利院": (220.0, "县级"),
}
# kind of project -> (sector plan, what is built, standard, unit of its scale, scale per ha, 10,000 yuan per ha, who)
PROJECTS: dict[str, tuple[str, str, str, str, float, float, str]] = {
    "工业": ("县域产业发展规划", "标准厂房、道路、管网", "工业项目用地控制指标", "平方米厂房", 7000, 1900, "县经信局"),
    "物流": ("现代物流业发展规划", "冷库、分拣中心、停车场", "冷库设计标准", "立方米库容", 9000, 1500, "县商务局"),
    "市政": ("农村生活污水治理专项规划", "污水处理站及收集管网", "一级A标准", "立方米/日", 1200, 1100, "县住建局"),
    "能源": ("可再生能源发展规划", "光伏阵列、升压站", "光伏发电站设计规范", "千瓦", 650, 320, "县发展改革局"),
    "旅游": ("全域旅游发展规划", "游客中心、停车场、步道", "3A级旅游景区", "平方米", 2500, 850, "县文旅局"),
    "农业": ("现代农业发展规划", "标准化圈舍、粪污处理设施", "标准化养殖场", "头出栏", 1600, 420, "县农业农村局"),
    "居住": ("村庄布局规划", "安置住房及公共配套", "绿色建筑一星级", "平方米", 11000, 2400, "乡镇人民政府"),
    "公共服务": ("医疗卫生服务设施规划", "门急诊及住院综合楼", "乡镇卫生院建设标准", "床", 60, 2600, "县卫健局"),
    "采矿": ("矿产资源总体规划", "开采区、加工场及复垦工程", "绿色矿山建设规范", "万吨/年", 6, 300, "县自然资源局"),
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 2023, 2027


def with_capacities(facilities: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """GGFWSS with RNL (beds or places, empty where a kind is not counted so) and SSJB (level)."""
    rng = stream(seed, "capacities")
    kinds = facilities["SSLX"].tolist()
    spread = rng.lognormal(0, 0.35, len(kinds))
    usual = np.array([CAPACITIES.get(kind, (np.nan, ""))[0] for kind in kinds])
    made = np.round(usual * spread / 5) * 5
    return facilities.assign(RNL=np.maximum(made, 5), SSJB=[CAPACITIES.get(kind, (0.0, ""))[1] for kind in kinds])


def with_particulars(projects: gpd.GeoDataFrame, seed: int) -> gpd.GeoDataFrame:
    """XMHX with ZXGH, JSNR, JSBZ, JSGM, TZE (10,000 yuan), KSNF, JSNF and ZRDW."""
    rng = stream(seed, "particulars of projects")
    told = [PROJECTS[kind] for kind in projects["XMLX"]]
    hectares = projects.geometry.area.to_numpy() / 1e4
    investment = np.round(hectares * np.array([one[5] for one in told]) * rng.uniform(0.8, 1.3, len(told)) / 10) * 10
    start = rng.integers(FIRST_YEAR, LAST_YEAR, len(told))
    end = np.minimum(start + rng.integers(0, 4, len(told)), LAST_YEAR)
    return projects.assign(
        ZXGH=[one[0] for one in told],
        JSNR=[one[1] for one in told],
        JSBZ=[one[2] for one in told],
        JSGM=[f"{max(round(area * one[4], -1), 10):.0f}{one[3]}" for area, one in zip(hectares, told)],
        TZE=investment,
        KSNF=start.astype("int64"),
        JSNF=end.astype("int64"),
        ZRDW=[one[6] for one in told],
    )
