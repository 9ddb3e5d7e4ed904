// SPDX-License-Identifier: Apache-2.0
// The tables that have rows for each Einsum, with their rows by its name.
#pragma once

#include "forge/sdk/report.hpp"

namespace forge::plugins {

struct EinsumTables {
  explicit EinsumTables(const sdk::Tables &tables)
      : mapping(tables["mapping"]),
        storage(tables["storage"]),
        components(tables["components"]),
        latency_terms(tables["latency_terms"]),
        violations(tables["violations"]) {}

  sdk::Table mapping, storage, components, latency_terms, violations;
  sdk::RowsBy mapping_of{mapping, "einsum"}, storage_of{storage, "einsum"}, components_of{components, "einsum"},
      latency_terms_of{latency_terms, "einsum"}, violations_of{violations, "einsum"};
};

}  // namespace forge::plugins
