"""English, as spoken in the United States, Britain and Australia."""
