{{ blocking_check('release_numbers_are_sane') }}
