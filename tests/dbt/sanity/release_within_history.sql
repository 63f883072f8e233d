{{ blocking_check('release_within_history') }}
