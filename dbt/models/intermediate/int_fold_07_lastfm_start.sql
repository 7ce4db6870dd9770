{{ fold('int_fold_07_lastfm_start') }}
