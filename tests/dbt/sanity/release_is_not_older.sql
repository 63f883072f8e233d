{{ blocking_check('release_is_not_older') }}
