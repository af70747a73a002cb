"""The measures of a printed sheet, in points: A4, as a French administration prints it."""

PAGE = (595.28, 841.89)
LEFT, RIGHT, BOTTOM = 42.0, 553.28, 44.0
WIDTH = RIGHT - LEFT
FIRST_TOP = 766.0  # under the title of the first page
NEXT_TOP = 799.0  # under the running head of the others

PITCH = 17.4  # from one dotted line to the next
BASELINE = 12.6  # from the top of a line to its baseline
BAND = 15.0
AFTER_BAND = 2.5
GAP = 6.0  # between sections
PAD = 4.0  # inside a cell
BOX = 7.4
GUTTER = 10.0  # after a cell

FORM_TITLE_SIZE, HEADER_SIZE = 14.0, 10.5  # the first lines of the first page
LABEL_SIZE, VALUE_SIZE, TITLE_SIZE = 8.2, 8.8, 9.0
TEXT_SIZE, TEXT_PITCH = 7.8, 10.4  # fixed texts
SMALL_SIZE, SMALL_PITCH = 7.0, 9.0  # the notice, the head and the foot
DATE_WIDTH = 62.0  # a date beside its box
SIGNATURE_LINES = 4
MOST_LINES = 4  # of a one-line field; the rest goes to a following page

LABEL_GREY, RULE_GREY, BAND_GREY = 0.22, 0.35, 0.88
BAR_GREY, HATCH = 0.3, 3.0  # the ink of a bar, and between two strokes of a hatched one
