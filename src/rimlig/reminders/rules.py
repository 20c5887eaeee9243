"""What the room shows is one's own (`site.use`), or for those who administer people (`people.edit`); see organisation."""
