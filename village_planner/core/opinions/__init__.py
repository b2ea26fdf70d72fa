"""Opinions, public comments and questionnaires: read from workbooks, coded by topic, answered."""
