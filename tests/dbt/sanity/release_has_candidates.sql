{{ blocking_check('release_has_candidates') }}
