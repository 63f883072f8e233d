{{ blocking_check('release_months_are_in_place') }}
