// The whole simulator: accounts service, Web API and administration under /sim, behind one handler. One thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "http/server.h"
#include "simulator/accounts.h"
#include "simulator/api.h"
#include "simulator/faults.h"
#include "simulator/page_record.h"
#include "simulator/quota_pool.h"
#include "simulator/world.h"

namespace segue::simulator {

class Simulator {
 public:
  // `quota`: most answered calls of /v1 in any 24 hours; 0 = no limit.
  Simulator(const WorldOptions& world, AccountOptions accounts, std::size_t quota = 0);
  http::ServerAnswer handle(const http::ServerRequest& request);

  World& world() { return world_; }

 private:
  struct StatusFault {
    std::string path;  // prefix of the paths
    int status = 503;
    int times = 0;  // still to come
    std::string retry_after;
    std::string text;  // the body, as text/plain; "" = JSON that says "Simulated fault"
  };

  std::string route_of(const http::ServerRequest& request) const;
  http::ServerAnswer respond(const http::ServerRequest& request, Exchange& exchange, bool& refused);
  std::optional<http::Response> refusal(const http::ServerRequest& request, std::optional<Fault>& fault);
  http::ServerAnswer spoiled(const http::ServerRequest& request, Fault& fault, Exchange& exchange);
  http::ServerAnswer broken_off(const http::ServerRequest& request, Fault& fault, Exchange& exchange);
  http::Response answer(const http::ServerRequest& request, Exchange& exchange);
  // Everything under /sim.
  http::Response administer(const http::ServerRequest& request);
  http::Response admin(const http::ServerRequest& request);
  http::Response advance(const http::ServerRequest& request);
  http::Response move_clock(const http::ServerRequest& request);
  http::Response sign_in(const http::ServerRequest& request);
  http::Response set_behaviour(const http::ServerRequest& request);
  http::Response rename(const http::ServerRequest& request);
  http::Response pages(const http::ServerRequest& request);
  http::Response truth(const http::ServerRequest& request);
  http::Response exported(const http::ServerRequest& request);
  http::Response corpus(const http::ServerRequest& request);
  http::Response set_fault(const http::ServerRequest& request);
  http::Response set_faults(const http::ServerRequest& request);
  http::Response faults() const;
  Json clock() const;
  std::optional<http::Response> status_fault(const http::ServerRequest& request);

  World world_;
  Accounts accounts_;
  Api api_;
  QuotaPool quota_;
  Faults faults_;
  StatusFault status_fault_;
  std::map<std::string, std::uint64_t> calls_;
  PageRecord pages_;
};

}  // namespace segue::simulator
