"""The room asks for nothing but that one is signed in: what it shows is one's own. See `site.use` in organisation."""
