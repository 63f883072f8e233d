{{ blocking_check('release_is_of_the_expected_month') }}
