{{ blocking_check('release_totals_near_history') }}
