// SPDX-License-Identifier: Apache-2.0
//
// The closed forms of the model's access counts: how often each memory is read and written under a mapping. The
// executable definition replays a mapping point by point; these equal it, exactly, and say where they do not apply.
// One source of truth, compiled into the host's evaluation and into solvers alike. No allocation in perfect.hpp once
// its scratch is warm; all functions are pure and may run on any thread.
//
//   perfect.hpp    tiles that divide: what a search scores millions of times
//   imperfect.hpp  any tiles
//   shape.hpp      a tensor, prepared for both
#pragma once

#include "forge/sdk/counts/imperfect.hpp"
#include "forge/sdk/counts/perfect.hpp"
#include "forge/sdk/counts/shape.hpp"
