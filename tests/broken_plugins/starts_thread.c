/* SPDX-License-Identifier: Apache-2.0
 * Starts a thread that outlives the call. */
#include <pthread.h>
#include <unistd.h>
static void *work(void *nothing) {
  for (;;) {
    sleep(1);
  }
  return nothing;
}
static void start(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, work, NULL);
}
#define AT_ENTRY start()
#include "good_component.h"
