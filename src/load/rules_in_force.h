// Rules of all listeners that nobody has taken back.
#pragma once

namespace segue::load {

// Stands behind `from`; its rows are those of segue_raw.rules.
inline constexpr const char* kRulesInForce =
    "(select * from segue_raw.rules a where a.action = 'add' and not exists (select 1 from segue_raw.rules u"
    " where u.action = 'undo' and u.user_id = a.user_id and u.rule_id = a.rule_id)) r";

}  // namespace segue::load
