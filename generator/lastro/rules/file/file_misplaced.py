"""What stands under claims/ and sources/ must be a record in its place, and docs/ holds pages.

A reader may be told that every file of a claim was checked. A note with another ending, a folder
too deep or a link to somewhere else would look like part of the record and never be looked at; a
symbolic link could even publish what lies outside of the site.

Records are regular files that end in `.yml`: claims/<article>/<claim>.yml, sources/<source>.yml.
Below docs/<language>/ stand pages (`.md`) and images (avif, gif, jpg, png, webp); other files there
are published only if lastro.yml lists them under `site: files`.
Names that start with a dot are passed over.

Private captures and build/ have their place outside of git. A branch that holds such files puts
them over an editor's own when it is checked out, and deletes them when it is left.
"""
