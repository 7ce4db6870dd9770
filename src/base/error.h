// The exception that ends a unit of work. It carries the exit code that a person or a script will see.
#pragma once
#include <stdexcept>
#include <string>

namespace segue::base {

// Exit codes of every command.
enum class Fault : int {
  internal = 1,  // anything else
  usage = 2,     // a wrong flag, path or setting, or a file over the limits
  login = 3,     // a login is needed
  upstream = 4,  // a service failed or refused, or the quota is spent
  input = 5,     // bad input; some or all rows rejected
  due = 6,       // `status --check` found something due
};

// The message is for people: it says what is wrong, where, and what to do.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

}  // namespace segue::base
