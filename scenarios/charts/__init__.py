"""Charts as SVG, drawn on the server: pygal reckons the shapes, our own styles give them colour and pattern. Pure."""
