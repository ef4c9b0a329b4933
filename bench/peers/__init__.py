"""What a user could run instead, one file a tool: how it is installed, fed and asked."""
