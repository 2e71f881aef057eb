"""Files of learning design tools, read and written again as scenarios. Pure: bytes in, text and remarks out.

Two shapes are understood. *Learning Designer* of University College London saves `.ldj` files: a JSON object
with `activities`, each with `slas`. Its French variant saves JSON with `meta` and `sessions`, each with
`activities`. Neither is documented; docs/reference/formats.md tells where the keys were learnt.
"""
