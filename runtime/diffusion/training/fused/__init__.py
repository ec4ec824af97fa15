"""The training step on a CPU in bf16, with everything between the matrix products fused (see kernels.cpp)."""
