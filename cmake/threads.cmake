# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
# gradsmith::threads: gradsmith with the threads of an installed oneTBB, for gradsmith/parallel/threads.hpp; no such target without one.
if(NOT TARGET gradsmith::threads)
  find_package(TBB 2021 QUIET)
  if(TARGET TBB::tbb)
    add_library(gradsmith::threads INTERFACE IMPORTED GLOBAL)
    target_link_libraries(gradsmith::threads INTERFACE gradsmith::gradsmith TBB::tbb)
  endif()
endif()
