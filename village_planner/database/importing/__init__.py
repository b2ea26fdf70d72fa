"""Import of a county's own layers into a new planning database: recognise, check, repair, convert, write."""
