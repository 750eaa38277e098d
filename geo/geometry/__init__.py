"""Pure geometry on shapely: what may be stored, how it is repaired, merged and measured. Nothing here
knows a layer.
"""

from geo.geometry.checking import check
from geo.geometry.curves import is_curved, linearise
from geo.geometry.keeping import keep_untouched
from geo.geometry.measuring import Measures, measure
from geo.geometry.repairing import Repair, Unrepairable, repair

__all__ = [
    "Measures",
    "Repair",
    "Unrepairable",
    "check",
    "is_curved",
    "keep_untouched",
    "linearise",
    "measure",
    "repair",
]
