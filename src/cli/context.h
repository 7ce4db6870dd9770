// What commands share: configuration, the clock, the lake, and how the result is shown.
#pragma once
#include <CLI/CLI.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/config.h"
#include "base/lock.h"
#include "http/client.h"
#include "lake/lake.h"
#include "load/load.h"
#include "spotify/quota.h"
#include "state/calls.h"
#include "state/state_file.h"
#include "warehouse/warehouse.h"

namespace segue::cli {

class Context {
 public:
  // Flags that every command has.
  bool json = false;
  bool verbose = false;
  std::string user_flag;

  // What the process ends with when nothing is thrown.
  int exit_code = 0;

  // Reads the configuration once, at first use, after flags are parsed.
  const base::Config& config();
  std::string user();
  const base::Clock& clock();  // the simulator's where SEGUE_CLOCK_URL is set
  http::Client& client();
  lake::Lake& lake();
  warehouse::Files files() { return {config().home}; }
  warehouse::Warehouse& warehouse();
  load::Options load_options();
  // Waits for work.lock, saying so on stderr when somebody holds it.
  base::FileLock take_lock();
  // Runs one step of the pipeline and leaves a row in the run ledger, whatever comes of it. A ledger that cannot be
  // used is said on stderr and stops nothing: what a step does matters more than the note of it.
  void step(std::string_view name, const std::function<void()>& work);
  void step(std::string_view name, const std::string& whose, const std::function<void()>& work);
  // Remembers that a build passed its tests; `inputs`: what it was made of beside the lake (transform/build_inputs.h).
  void record_build(std::int64_t build, const std::string& inputs);
  state::StateFile& state();
  // For a command that writes nothing: state() goes on where the home is read-only or its disk is full.
  void only_look();
  // A line on stderr, unless this process has said the same before.
  void say_once(const std::string& line);
  // Of all users of this home; kept in state.db, where that fails in memory, said once.
  spotify::Quota& quota();

 private:
  std::set<std::string> said_;
  std::unique_ptr<base::Config> config_;
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<base::Clock> clock_;
  std::unique_ptr<state::StateFile> state_;
  std::unique_ptr<state::CallsThatGoOn> calls_;
  std::unique_ptr<spotify::Quota> quota_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<warehouse::Warehouse> warehouse_;
};

// All commands, in the order in which `--help` shows them.
void add_commands(CLI::App& app, Context& context);

// Each adds one command to the program.
void add_init(CLI::App& app, Context& context);
void add_login(CLI::App& app, Context& context);
void add_poll(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_load(CLI::App& app, Context& context);
void add_enrich(CLI::App& app, Context& context);
void add_transform(CLI::App& app, Context& context);
void add_rebuild(CLI::App& app, Context& context);
void add_stats(CLI::App& app, Context& context);
void add_status(CLI::App& app, Context& context);
void add_corpus(CLI::App& app, Context& context);
void add_train(CLI::App& app, Context& context);
void add_similar(CLI::App& app, Context& context);
void add_evaluate(CLI::App& app, Context& context);
void add_recommend(CLI::App& app, Context& context);
void add_playlist(CLI::App& app, Context& context);
void add_rule(CLI::App& app, Context& context);
void add_dbt(CLI::App& app, Context& context);
void add_lake(CLI::App& app, Context& context);
void add_export(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);

}  // namespace segue::cli
