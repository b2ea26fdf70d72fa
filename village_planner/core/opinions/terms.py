"""The values that an opinion's fields take, with their names on the screen and in print.

On the screen they are translated; what is handed in (workbooks, report tables) is Chinese whatever QGIS speaks.
"""

from __future__ import annotations

from ..messages import message

SOURCE_KINDS = ("department", "township", "meeting", "leader", "villager", "public")
SUBJECTS = ("plan", "district", "unit", "point")
DECISIONS = ("adopted", "partly", "not")
OPEN, REPLIED, DECIDED, OVERDUE, DONE, WITHDRAWN = "open", "replied", "decided", "overdue", "done", "withdrawn"
STATES = (OPEN, REPLIED, DECIDED, OVERDUE, DONE, WITHDRAWN)
UNFINISHED = (OPEN, REPLIED, DECIDED, OVERDUE)

SOURCE_KIND_NAMES = {
    "department": message("Department"),
    "township": message("Township"),
    "meeting": message("Meeting"),
    "leader": message("Leader"),
    "villager": message("Villager"),
    "public": message("Public"),
}
SUBJECT_NAMES = {
    "plan": message("The plan"),
    "district": message("A district"),
    "unit": message("A unit"),
    "point": message("A point on the map"),
}
DECISION_NAMES = {
    "": message("Not decided"),
    "adopted": message("Adopted"),
    "partly": message("Partly adopted"),
    "not": message("Not adopted"),
}
STATE_NAMES = {
    OPEN: message("To do"),
    REPLIED: message("Replied"),
    DECIDED: message("Decision taken"),
    OVERDUE: message("Overdue"),
    DONE: message("Done"),
    WITHDRAWN: message("Withdrawn"),
}

SOURCE_KINDS_IN_PRINT = {
    "department": "部门",
    "township": "乡镇",
    "meeting": "会议",
    "leader": "领导",
    "villager": "村民",
    "public": "公众",
}
DECISIONS_IN_PRINT = {"": "待定", "adopted": "采纳", "partly": "部分采纳", "not": "不采纳"}
STATES_IN_PRINT = {
    OPEN: "待处理",
    REPLIED: "已回复",
    DECIDED: "已决定",
    OVERDUE: "逾期",
    DONE: "已办结",
    WITHDRAWN: "已撤回",
}
