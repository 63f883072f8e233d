{{ blocking_check('release_is_no_copy') }}
