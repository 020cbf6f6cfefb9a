# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
# gradsmith::xsimd: the headers of an installed xsimd, alone; its own target also links the library xtl, which gradsmith does not use.
if(NOT TARGET gradsmith::xsimd)
  find_package(xsimd QUIET)
  if(xsimd_FOUND AND NOT xsimd_VERSION VERSION_LESS 8.1)
    get_target_property(gradsmith_xsimd_include xsimd INTERFACE_INCLUDE_DIRECTORIES)
    add_library(gradsmith::xsimd INTERFACE IMPORTED GLOBAL)
    target_include_directories(gradsmith::xsimd INTERFACE ${gradsmith_xsimd_include})
  endif()
endif()
