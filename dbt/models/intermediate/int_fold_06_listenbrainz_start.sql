{{ fold('listenbrainz', 'start', ['int_fold_01_export_end', 'int_fold_02_api_end', 'int_fold_03_api_start', 'int_fold_04_account_end', 'int_fold_05_listenbrainz_bridge_end']) }}
