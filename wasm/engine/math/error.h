#pragma once
// The one exception of the engine. It never prints and never aborts.

#include <map>
#include <stdexcept>
#include <string>

namespace unrolled {

/// `code` and `field` are those of the public API (web/src/engine/errors.ts).
struct Error : std::runtime_error {
  std::string code, field;
  std::map<std::string, std::string> details;

  Error(std::string code_, std::string field_, const std::string& sentence,
        std::map<std::string, std::string> details_ = {})
      : std::runtime_error(sentence),
        code(std::move(code_)),
        field(std::move(field_)),
        details(std::move(details_)) {}
};

}  // namespace unrolled
