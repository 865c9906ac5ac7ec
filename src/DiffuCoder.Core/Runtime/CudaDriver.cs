using System.Runtime.InteropServices;

namespace DiffuCoder.Runtime;

/// <summary>The two facts of a CUDA device that TorchSharp does not give: its name and its memory, from NVIDIA's driver.</summary>
/// <remarks>CUDA Driver API reference, sections "Initialization" and "Device Management". Zero is success.</remarks>
internal static unsafe class CudaDriver
{
    /// <summary>A device's name and its memory in bytes, or null where the driver does not say.</summary>
    /// <param name="index">The device's number, the same as torch's: the driver and CUDA's runtime count alike.</param>
    public static (string Name, ulong Bytes)? TryDescribe(int index)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)) return null;
        if (!NativeLibrary.TryGetExport(driver, "cuInit", out var initialise)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGet", out var get)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetName", out var getName)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceTotalMem_v2", out var getMemory)) return null;

        int device;
        nuint bytes;
        var name = stackalloc byte[256];
        if (((delegate* unmanaged<uint, int>)initialise)(0) != 0
            || ((delegate* unmanaged<int*, int, int>)get)(&device, index) != 0
            || ((delegate* unmanaged<byte*, int, int, int>)getName)(name, 256, device) != 0
            || ((delegate* unmanaged<nuint*, int, int>)getMemory)(&bytes, device) != 0) return null;
        return (Marshal.PtrToStringUTF8((nint)name)!, bytes);
    }
}
