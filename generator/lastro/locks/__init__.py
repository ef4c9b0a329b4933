"""evidence.lock and translations.lock: one form, two contents."""
