{{ blocking_check('release_totals_near_other_candidates') }}
