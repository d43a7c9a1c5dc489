"""Office Open XML (ISO/IEC 29500) and the zip that it travels in: packages from outside guarded, parts read and made."""
