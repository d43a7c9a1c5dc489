.PHONY: demo desk bundle test test-slow lint bench bench-ledger alike clean

demo:
	@scripts/setup
	.venv/bin/reportgen build

desk:
	@scripts/setup --desk
	.venv/bin/python tools/demo_desk.py

bundle:
	@scripts/setup --test
	.venv/bin/python tools/bundle.py

test:
	@scripts/setup --test
	.venv/bin/pytest -n 3 --dist loadgroup -m "not slow"

test-slow:
	@scripts/setup --test
	.venv/bin/pytest -n 2 --dist loadgroup -m slow

lint:
	@scripts/setup --test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python tools/template_prose.py

bench:
	@scripts/setup --test
	.venv/bin/python tools/bench.py

bench-ledger:
	@scripts/setup --test
	.venv/bin/python tools/bench_ledger.py
	.venv/bin/python tools/bench_ledger.py --households 10000000 --counties 117 --format csv
	.venv/bin/python tools/bench_handbooks.py --cluster
	.venv/bin/python tools/bench_handbooks.py --households 209683

alike:
	@scripts/setup --test
	.venv/bin/python tools/compare_masked.py

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
