"""The kit for an event at which agencies show each other what works.

From a few cases and the facts of a day: agenda, discussion guide, speakers, sheets to
hand out and to sign, calendar. Everything is a frozen value or a pure function.
"""
