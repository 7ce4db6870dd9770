#include "cli/context.h"

namespace segue::cli {

void add_commands(CLI::App& app, Context& context) {
  add_init(app, context);
  add_login(app, context);
  add_poll(app, context);
  add_import(app, context);
  add_load(app, context);
  add_enrich(app, context);
  add_transform(app, context);
  add_rebuild(app, context);
  add_corpus(app, context);
  add_train(app, context);
  add_similar(app, context);
  add_evaluate(app, context);
  add_recommend(app, context);
  add_playlist(app, context);
  add_rule(app, context);
  add_stats(app, context);
  add_status(app, context);
  add_run(app, context);
  add_lake(app, context);
  add_export(app, context);
  add_dbt(app, context);
}

}  // namespace segue::cli
