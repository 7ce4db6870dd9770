// The whole of it: accounts, Web API and the administration under /sim, behind one handler. One thread.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "http/server.h"
#include "simulator/accounts.h"
#include "simulator/api.h"
#include "simulator/page_record.h"
#include "simulator/world.h"

namespace segue::simulator {

class Simulator {
 public:
  Simulator(const WorldOptions& world, AccountOptions accounts);
  http::Answer handle(const http::ServerRequest& request);

  World& world() { return world_; }

 private:
  struct Fault {
    std::string path;  // a beginning of it
    int status = 503;
    int times = 1;  // still to come
    std::string retry_after;
  };

  http::Response answer(const http::ServerRequest& request, Exchange& exchange);
  // Everything under /sim.
  http::Response administer(const http::ServerRequest& request);
  http::Response admin(const http::ServerRequest& request);
  http::Response advance(const http::ServerRequest& request);
  http::Response move_clock(const http::ServerRequest& request);
  http::Response sign_in(const http::ServerRequest& request);
  http::Response set_behaviour(const http::ServerRequest& request);
  http::Response pages(const http::ServerRequest& request);
  http::Response truth(const http::ServerRequest& request);
  http::Response exported(const http::ServerRequest& request);
  http::Response corpus(const http::ServerRequest& request);
  http::Response set_fault(const http::ServerRequest& request);
  Json clock() const;
  bool faulty(const http::ServerRequest& request, http::Response& instead);

  World world_;
  Accounts accounts_;
  Api api_;
  Fault fault_{"", 503, 0, ""};
  std::map<std::string, std::uint64_t> calls_;
  PageRecord pages_;
};

}  // namespace segue::simulator
