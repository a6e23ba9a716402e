"""Which pick-up points lie near a postcode, without asking anybody else's map.

Where a postcode lies is told by the points that share it; failing that, in France, by the chief town of its department
(rough coordinates, good for an order, not for a distance that one would show). Elsewhere the postcodes' first figures
have to do.
"""

from collections.abc import Iterable
from math import cos, hypot, radians

from django.db.models import Q

from shop.delivery.models import PickupPoint

KM_A_DEGREE = 111.2
NEAR_KM = 60
# How many leading figures of a postcode name a region.
REGION = {"FR": 2, "DE": 2, "ES": 2, "IT": 2, "NL": 2, "PT": 2, "PL": 2, "SE": 2, "FI": 2}
CHIEF_TOWNS = {
    "01": (46.20, 5.23), "02": (49.56, 3.62), "03": (46.57, 3.33), "04": (44.09, 6.24), "05": (44.56, 6.08),
    "06": (43.70, 7.27), "07": (44.74, 4.60), "08": (49.77, 4.72), "09": (42.97, 1.61), "10": (48.30, 4.08),
    "11": (43.21, 2.35), "12": (44.35, 2.57), "13": (43.30, 5.37), "14": (49.18, -0.37), "15": (44.93, 2.44),
    "16": (45.65, 0.16), "17": (46.16, -1.15), "18": (47.08, 2.40), "19": (45.27, 1.77), "20": (42.31, 9.15),
    "21": (47.32, 5.04), "22": (48.51, -2.76), "23": (46.17, 1.87), "24": (45.18, 0.72), "25": (47.24, 6.02),
    "26": (44.93, 4.89), "27": (49.02, 1.15), "28": (48.44, 1.49), "29": (48.00, -4.10), "30": (43.84, 4.36),
    "31": (43.60, 1.44), "32": (43.65, 0.59), "33": (44.84, -0.58), "34": (43.61, 3.88), "35": (48.11, -1.68),
    "36": (46.81, 1.69), "37": (47.39, 0.69), "38": (45.19, 5.72), "39": (46.67, 5.55), "40": (43.89, -0.50),
    "41": (47.59, 1.33), "42": (45.44, 4.39), "43": (45.04, 3.88), "44": (47.22, -1.55), "45": (47.90, 1.91),
    "46": (44.45, 1.44), "47": (44.20, 0.62), "48": (44.52, 3.50), "49": (47.47, -0.55), "50": (49.12, -1.09),
    "51": (48.96, 4.36), "52": (48.11, 5.14), "53": (48.07, -0.77), "54": (48.69, 6.18), "55": (48.77, 5.16),
    "56": (47.66, -2.76), "57": (49.12, 6.18), "58": (46.99, 3.16), "59": (50.63, 3.06), "60": (49.43, 2.08),
    "61": (48.43, 0.09), "62": (50.29, 2.78), "63": (45.78, 3.08), "64": (43.30, -0.37), "65": (43.23, 0.08),
    "66": (42.70, 2.90), "67": (48.58, 7.75), "68": (48.08, 7.36), "69": (45.76, 4.84), "70": (47.62, 6.15),
    "71": (46.31, 4.83), "72": (48.00, 0.20), "73": (45.57, 5.92), "74": (45.90, 6.13), "75": (48.86, 2.35),
    "76": (49.44, 1.10), "77": (48.54, 2.66), "78": (48.80, 2.13), "79": (46.32, -0.46), "80": (49.89, 2.30),
    "81": (43.93, 2.15), "82": (44.02, 1.35), "83": (43.12, 5.93), "84": (43.95, 4.81), "85": (46.67, -1.43),
    "86": (46.58, 0.34), "87": (45.83, 1.26), "88": (48.17, 6.45), "89": (47.80, 3.57), "90": (47.64, 6.86),
    "91": (48.63, 2.44), "92": (48.89, 2.20), "93": (48.91, 2.44), "94": (48.79, 2.46), "95": (49.04, 2.08),
}  # fmt: skip
Position = tuple[float, float]


def around(country: str, postcode: str) -> Q:
    """A filter for the points of a postcode's region and, where its place is known, of a square around it."""
    near = Q(postcode__startswith=postcode[: REGION.get(country, 1)])
    centre = CHIEF_TOWNS.get(postcode[:2]) if country == "FR" else None
    if centre is not None:
        high, wide = 2 * NEAR_KM / KM_A_DEGREE, 2 * NEAR_KM / KM_A_DEGREE / cos(radians(centre[0]))
        near |= Q(latitude__range=(centre[0] - high, centre[0] + high)) & Q(
            longitude__range=(centre[1] - wide, centre[1] + wide)
        )
    return near


def in_order(points: Iterable[PickupPoint], country: str, postcode: str) -> list[PickupPoint]:
    """The near ones, the nearest first: those of the postcode itself, those of a known place, the rest by postcode."""
    points = list(points)
    here = _position(points, country, postcode)

    def rank(point: PickupPoint) -> tuple[bool, float, int, str, int]:
        away = _kilometres(here, point)
        return (point.postcode != postcode, away, _apart(point.postcode, postcode), point.postcode, point.pk)

    region = postcode[: REGION.get(country, 1)]
    near = [one for one in points if one.postcode.startswith(region) or _kilometres(here, one) <= NEAR_KM]
    return sorted(near, key=rank)


def _position(points: list[PickupPoint], country: str, postcode: str) -> Position | None:
    same = [one for one in points if one.postcode == postcode and one.latitude is not None]
    if same:
        return (
            sum(one.latitude or 0 for one in same) / len(same),
            sum(one.longitude or 0 for one in same) / len(same),
        )
    return CHIEF_TOWNS.get(postcode[:2]) if country == "FR" else None


def _kilometres(here: Position | None, point: PickupPoint) -> float:
    """As the crow flies, good enough over the width of a department; without end where a place is not known."""
    if here is None or point.latitude is None or point.longitude is None:
        return float("inf")
    high, wide = point.latitude - here[0], (point.longitude - here[1]) * cos(radians(here[0]))
    return KM_A_DEGREE * hypot(high, wide)


def _apart(one: str, other: str) -> int:
    """How far two postcodes lie apart as numbers."""
    figures = ["".join(sign for sign in code if sign.isdigit()) or "0" for code in (one, other)]
    return abs(int(figures[0]) - int(figures[1]))
