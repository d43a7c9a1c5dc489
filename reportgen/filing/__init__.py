"""Filing (报送): freezing a version under its document number, its package, and verifying one."""
