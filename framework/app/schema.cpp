// SPDX-License-Identifier: Apache-2.0
#include "app/schema.hpp"

#include <nlohmann/json.hpp>

#include "project/schema.hpp"
#include "report/files.hpp"

namespace forge::app {

int print_schema() {
  report::write_stdout(nlohmann::ordered_json::parse(project::schema()).dump(2) + "\n");
  return 0;
}

}  // namespace forge::app
