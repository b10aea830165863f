"""The kit for an event at which agencies show each other their innovations.

The kit is made from a few cases and the details of the event: agenda, speakers,
invitations, handouts, discussion guide, sheets to sign, and a calendar file. Everything is
a frozen value or a pure function.
"""
