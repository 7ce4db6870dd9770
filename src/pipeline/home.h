// One listener's view of a home (the folder SEGUE_HOME): its settings, and what its steps work with. Each part is
// opened at its first use, so a command pays for what it needs.
#pragma once
#include <memory>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/environment.h"
#include "base/lock.h"
#include "http/client.h"
#include "lake/lake.h"
#include "load/load.h"
#include "pipeline/observer.h"
#include "settings/config.h"
#include "spotify/quota.h"
#include "state/calls.h"
#include "state/state_file.h"
#include "warehouse/warehouse.h"

namespace segue::pipeline {

class Home {
 public:
  // `observer` must outlive the home. Nothing is opened or written yet.
  Home(settings::Config config, base::Environment environment, Observer& observer);

  const settings::Config& config() const { return config_; }
  const base::Environment& environment() const { return environment_; }
  const std::string& user() const { return config_.user; }
  Observer& observer() { return observer_; }

  const base::Clock& clock();  // the simulator's clock where SEGUE_CLOCK_URL is set
  http::Client& client();
  lake::Lake& lake();
  warehouse::Files files() const { return {config_.home}; }
  warehouse::Warehouse& warehouse();
  load::Options load_options();
  // Waits for work.lock and returns it. Gives a notice if somebody else holds it.
  base::FileLock take_lock();
  state::StateFile& state();
  // For a step that writes nothing: makes state() work even if the home is read-only or its disk is full.
  void only_look();
  // The quota over the calls of all users of this home. Calls are kept in state.db; if state.db fails, they are counted
  // in memory, and one notice says so.
  spotify::Quota& quota();
  // Gives a notice, but each text only once in this process.
  void notice_once(const std::string& line);

 private:
  settings::Config config_;
  base::Environment environment_;
  Observer& observer_;
  std::set<std::string> noticed_;
  std::unique_ptr<http::Client> client_;
  std::unique_ptr<base::Clock> clock_;
  std::unique_ptr<state::StateFile> state_;
  std::unique_ptr<state::CallsThatGoOn> calls_;
  std::unique_ptr<spotify::Quota> quota_;
  std::unique_ptr<lake::Lake> lake_;
  std::unique_ptr<warehouse::Warehouse> warehouse_;
};

}  // namespace segue::pipeline
